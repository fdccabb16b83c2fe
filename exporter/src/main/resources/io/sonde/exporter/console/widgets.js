// The few controls that the views share.

import { h, setText } from './dom.js';
import { count } from './format.js';

let names = 0;

/**
 * A choice of one. Native radio buttons: arrow keys and what screen readers say come with them.
 *
 * @param options pairs of value and label
 */
export function segmented(legend, options, value, changed) {
  const name = `segmented-${names++}`;
  return h('fieldset', { class: 'segmented' },
    h('legend', { class: 'hidden' }, legend),
    options.map(([each, label]) => h('label', null,
      h('input', {
        type: 'radio', name, value: each, checked: each === value, on: { change: () => changed(each) },
      }),
      h('span', { 'data-label': label }, label))));
}

export function searchBox(label, value, changed) {
  return h('input', {
    type: 'search', class: 'search', placeholder: label, 'aria-label': label, value, spellcheck: 'false',
    on: { input: event => changed(event.target.value.trim().toLowerCase()) },
  });
}

/** Has the address tell what a view shows, so that it can be copied; what is empty is left out. */
export function remember(view, parameters) {
  const told = Object.entries(parameters).filter(([, value]) => value);
  window.history.replaceState(null, '', `#/${view}?${new URLSearchParams(told)}`);
}

/** The head of a view: its title, what is there at times (or null), and its controls. */
export function head(title, sometimes, ...controls) {
  return h('div', { class: 'head' },
    h('h1', { tabindex: '-1' }, title), sometimes, controls.length > 0 ? h('div', { class: 'controls' }, controls) : null);
}

/** A figure with a label; `show(value, note, bad)` changes it. */
export function tile(label) {
  const value = h('dd', { class: 'value' }, '\u00a0');
  const note = h('dd', { class: 'note' }, '\u00a0');
  return {
    element: h('div', { class: 'tile' }, h('dt', null, label), value, note),
    show(text, more, bad) {
      setText(value, text);
      setText(note, more || '\u00a0');
      value.classList.toggle('bad', Boolean(bad));
    },
  };
}

export function tiles(...all) {
  return h('dl', { class: 'tiles' }, all.map(each => each.element));
}

/** Says what is missing and what to do about it. */
export function empty(title, advice) {
  return h('div', { class: 'empty' }, h('strong', null, title), h('p', null, advice));
}

export function failure(error) {
  if (error.status === 403) {
    return h('div', { class: 'empty', role: 'alert' }, h('strong', null, 'This console is not open to you'), h('p', null, error.message));
  }
  return h('div', { class: 'empty', role: 'alert' }, h('strong', null, 'Nothing to show right now'), h('p', null, error.message));
}

/** Grey bars where rows will be. */
export function skeleton(rows) {
  return h('div', { class: 'skeleton', 'aria-hidden': 'true' }, Array.from({ length: rows }, () => h('div')));
}

export function badge(text, kind) {
  return h('span', { class: `badge ${kind ?? ''}` }, text);
}

/**
 * A table whose columns sort.
 *
 * @param columns {key, label, class, first: 'asc'|'desc'} each; without `first` it does not sort
 */
export function table(caption, columns, order, sorted) {
  const body = h('tbody');
  const heads = columns.map(column => {
    const th = h('th', { scope: 'col', class: column.class });
    if (!column.first) {
      th.append(column.label);
      return th;
    }
    th.append(h('button', {
      type: 'button',
      on: {
        click() {
          const again = order.key === column.key;
          order.direction = again ? (order.direction === 'asc' ? 'desc' : 'asc') : column.first;
          order.key = column.key;
          mark();
          sorted();
        },
      },
    }, column.label));
    return th;
  });
  function mark() {
    columns.forEach((column, index) => {
      if (column.key === order.key) heads[index].setAttribute('aria-sort', `${order.direction}ending`);
      else heads[index].removeAttribute('aria-sort');
    });
  }
  mark();
  const element = h('table', null,
    h('caption', { class: 'hidden' }, caption),
    h('thead', null, h('tr', null, heads)),
    body);
  return { element, body };
}

export function compare({ key, direction }) {
  const sign = direction === 'asc' ? 1 : -1;
  return (a, b) => {
    const x = a[key] ?? -1;
    const y = b[key] ?? -1;
    return sign * (typeof x === 'string' && typeof y === 'string' ? x.localeCompare(y) : x < y ? -1 : x > y ? 1 : 0);
  };
}

/** A bar that shows a share from 0 to 1 next to a number. */
export function setBar(bar, share) {
  bar.style.setProperty('--share', `${Math.max(0, Math.min(1, share || 0)) * 100}%`);
}

/** Up and down move the focus between what `selector` finds, as lists are read. */
export function arrowKeys(parent, selector, previous = 'ArrowUp', next = 'ArrowDown') {
  parent.addEventListener('keydown', event => {
    const step = { [previous]: -1, [next]: 1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const all = [...parent.querySelectorAll(selector)];
    const index = all.indexOf(document.activeElement);
    if (index < 0 || !all[index + step]) return;
    event.preventDefault();
    all[index + step].focus();
  });
}

/**
 * Keeps a live list still while somebody reads it: while the pointer or the focus is in it, a row is
 * open, or it is scrolled out of its top. `flush` shows what has come meanwhile.
 */
export class Hold {
  #list;
  #waiting = 0;
  #ends = [];

  constructor(list, flush) {
    this.#list = list;
    this.element = h('button', { type: 'button', class: 'plain sometimes', on: { click: flush } });
    this.#tell();
    const later = () => setTimeout(() => this.#waiting && !this.#used() && flush());
    for (const type of ['mouseleave', 'focusout']) list.addEventListener(type, later);
    addEventListener('scroll', later, { passive: true });
    this.#ends.push(() => removeEventListener('scroll', later));
  }

  close() {
    this.#ends.forEach(end => end());
  }

  /** To be called when the list shows all that there is. */
  shown() {
    this.#waiting = 0;
    this.#tell();
  }

  /** Whether new rows may be shown now; if not they are counted, and shown later. */
  offer(more) {
    if (!this.#used()) return true;
    this.#waiting += more;
    this.#tell();
    return false;
  }

  #used() {
    return this.#list.matches(':hover, :focus-within') || scrollY > 80
      || this.#list.querySelector('[aria-expanded=true]') !== null;
  }

  #tell() {
    setText(this.element, `Show ${this.#waiting} new`);
    this.element.classList.toggle('idle', this.#waiting === 0);
  }
}

/** Says how much was not kept since the start; nothing when all was. */
export function leftOut(context, what) {
  const element = h('p', { class: 'leftout' }, '\u00a0');
  const nouns = { logs: 'log lines', traces: 'traces' };
  const show = left => {
    const number = left?.[what] ?? 0;
    setText(element, number ? `${count(number)} ${nouns[what]} came too fast to be kept` : '\u00a0');
  };
  show(context.state?.left);
  return { element, close: context.live.on('tick', tick => show(tick.left)) };
}
