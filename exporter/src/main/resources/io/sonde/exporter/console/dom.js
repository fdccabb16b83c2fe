// The one place that makes elements. What comes from the application is only ever a text node or
// the value of a harmless attribute: nothing here, or anywhere else, parses HTML.

/** h('a', {class, href, on: {click}, style: {left: '1%'}}, 'text', node, null) */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

const SVG = 'http://www.w3.org/2000/svg';

export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name === 'on') {
      for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
    } else if (name === 'style') {
      // Not the attribute, which the content security policy forbids.
      for (const [key, each] of Object.entries(value)) element.style.setProperty(key, each);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** Leaves the node alone when it says so already: live updates touch only what changed. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Makes `parent` show `items` by writing into the rows that are there, so that nothing on the page
 * moves while lists are live. `create()` makes a row, `update(row, item, index)` fills it.
 */
export function showRows(parent, items, create, update) {
  items.forEach((item, index) => {
    update(parent.children[index] ?? parent.appendChild(create()), item, index);
  });
  while (parent.children.length > items.length) parent.lastElementChild.remove();
}
