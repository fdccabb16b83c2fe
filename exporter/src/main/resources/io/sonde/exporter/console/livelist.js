// A list that is loaded, goes on live, and can be filtered: what the views of traces and of log lines share.

import { get } from './api.js';
import { h } from './dom.js';
import { count } from './format.js';
import { Hold, empty, failure, head, leftOut, remember, searchBox, segmented, skeleton } from './widgets.js';

/**
 * @param view
 *   name: of the view in the address, of what is asked for, of the event, and of the member of both;
 *   title, searches: the label of the search box, legend, rows: of the skeleton;
 *   parameter, choices: name of the choice in the address, and pairs of value and label, the default first;
 *   asks(choice): parameters of the request;
 *   wanted(item, choice, kept): whether a new one belongs into the list;
 *   order(choice): compares two; shown: how many there are at most;
 *   matches(item, search): with search in lower case;
 *   element, show(items): what shows them;
 *   empty(choice): title and advice where there is none; nothing(number): says that none of so many matches
 */
export function liveList(root, context, query, view) {
  const { name, parameter, choices, element } = view;
  let choice = (choices.find(([each]) => each === query.get(parameter)) ?? choices[0])[0];
  let search = query.get('q') ?? '';
  let kept = null;
  let asked = 0;

  element.hidden = true;
  const notice = h('div', null, skeleton(view.rows));
  const hold = new Hold(element, show);
  const left = leftOut(context, name);
  root.append(
    head(view.title, [left.element, hold.element],
      searchBox(view.searches, search, value => {
        search = value;
        changed();
        show();
      }),
      segmented(view.legend, choices, choice, value => {
        choice = value;
        changed();
        load();
      })),
    notice, element);

  function changed() {
    remember(name, { [parameter]: choice, q: search });
  }

  async function load() {
    const mine = ++asked;
    try {
      const answer = await get(name, view.asks(choice));
      if (mine !== asked) return;
      kept = answer[name];
      show();
    } catch (error) {
      if (mine !== asked) return;
      element.hidden = true;
      notice.replaceChildren(failure(error));
    }
  }

  function add(fresh) {
    if (!kept) return;
    const more = fresh.filter(item => view.wanted(item, choice, kept));
    if (more.length === 0) return;
    // Told the oldest first, and the sort leaves what is of one millisecond as it is.
    kept = [...more.reverse(), ...kept].sort(view.order(choice)).slice(0, view.shown);
    if (hold.offer(more.filter(matches).length)) show();
  }

  function matches(item) {
    return view.matches(item, search.toLowerCase());
  }

  function show() {
    if (!kept) return;
    const found = kept.filter(matches);
    element.hidden = found.length === 0;
    notice.replaceChildren(...(found.length > 0 ? [] : [kept.length > 0
      ? empty('Nothing matches', view.nothing(count(kept.length), search))
      : empty(...view.empty(choice))]));
    view.show(found);
    hold.shown();
  }

  const ends = [
    context.live.on(name, event => add(event[name])),
    context.live.on('open', load),
  ];
  load();
  return {
    close() {
      asked++;
      hold.close();
      left.close();
      ends.forEach(end => end());
    },
  };
}
