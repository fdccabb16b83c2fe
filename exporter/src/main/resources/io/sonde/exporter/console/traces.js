// The traces that are kept: the slowest of each route, the failed, and some of the recent.

import { get } from './api.js';
import { h, setText, showRows } from './dom.js';
import { age, clock, count, duration } from './format.js';
import { Hold, empty, failure, head, leftOut, searchBox, segmented, setBar, skeleton } from './widgets.js';

const SORTS = [['slow', 'Slowest'], ['failed', 'Failed'], ['recent', 'Recent']];
const SHOWN = 100;
const ADVICE = {
  slow: ['No trace yet', 'Send a request to your application: it shows up here within a second.'],
  failed: ['No failed trace', 'Requests that end with a status of 500 or above, or with an exception, are kept here.'],
  recent: ['No trace yet', 'Send a request to your application: it shows up here within a second.'],
};

export function traces(root, context, query) {
  let sort = SORTS.some(([each]) => each === query.get('sort')) ? query.get('sort') : 'slow';
  let search = query.get('q') ?? '';
  let kept = null;
  let asked = 0;

  const body = h('tbody');
  const list = h('div', { class: 'panel table', hidden: true }, h('table', { class: 'traces' },
    h('caption', { class: 'hidden' }, 'Traces'),
    h('thead', null, h('tr', null,
      h('th', { scope: 'col' }, 'Request'),
      h('th', { scope: 'col', class: 'status' }, 'Status'),
      h('th', { scope: 'col', class: 'number barred' }, 'Duration'),
      h('th', { scope: 'col', class: 'number wide' }, 'Spans'),
      h('th', { scope: 'col', class: 'number wide' }, 'Log lines'),
      h('th', { scope: 'col', class: 'number wide started' }, 'Started'))),
    body));
  const notice = h('div', null, skeleton(12));
  const hold = new Hold(list, show);
  const left = leftOut(context, 'traces');
  root.append(
    head('Traces', [left.element, hold.element],
      searchBox('Filter by route or id', search, value => {
        search = value;
        remember();
        show();
      }),
      segmented('Which traces', SORTS, sort, value => {
        sort = value;
        remember();
        load();
      })),
    notice, list);

  function remember() {
    const parameters = new URLSearchParams({ sort });
    if (search) parameters.set('q', search);
    window.history.replaceState(null, '', `#/traces?${parameters}`);
  }

  async function load() {
    const mine = ++asked;
    try {
      const answer = await get('traces', { sort });
      if (mine !== asked) return;
      kept = answer.traces;
      show();
    } catch (error) {
      if (mine !== asked) return;
      list.hidden = true;
      notice.replaceChildren(failure(error));
    }
  }

  function add(fresh) {
    if (!kept) return;
    const known = new Set(kept.map(trace => trace.traceId));
    const more = fresh.filter(trace => !known.has(trace.traceId) && (sort !== 'failed' || trace.failed));
    if (more.length === 0) return;
    kept = [...more, ...kept];
    if (sort === 'slow') kept.sort((a, b) => b.duration - a.duration);
    else kept.sort((a, b) => b.start - a.start);
    kept.length = Math.min(kept.length, SHOWN);
    if (hold.offer(more.length)) show();
  }

  function show() {
    if (!kept) return;
    const found = kept.filter(trace =>
      trace.name.toLowerCase().includes(search.toLowerCase()) || trace.traceId.startsWith(search));
    list.hidden = found.length === 0;
    notice.replaceChildren(...(found.length > 0 ? [] : [kept.length > 0
      ? empty('Nothing matches', `None of ${count(kept.length)} traces has “${search}” in its route or id.`)
      : empty(...ADVICE[sort])]));
    const longest = Math.max(...found.map(trace => trace.duration));
    showRows(body, found, newRow, (row, trace) => fill(row, trace, longest));
  }

  function fill(row, trace, longest) {
    const [name, status, time, spans, logs, start] = row.cells;
    const link = name.firstChild;
    link.href = `#/trace/${encodeURIComponent(trace.traceId)}`;
    setText(link, trace.name);
    setText(name.lastChild, clock(trace.start));
    setText(status.firstChild, trace.status ? String(trace.status) : trace.failed ? 'failed' : 'ok');
    status.firstChild.className = `badge ${trace.failed ? 'bad' : ''}`;
    setBar(time.firstChild, trace.duration / longest);
    time.firstChild.classList.toggle('failed', trace.failed);
    setText(time.lastChild, duration(trace.duration));
    setText(spans, count(trace.spans));
    setText(logs, count(trace.logs));
    setText(start.firstChild, clock(trace.start));
    setText(start.lastChild, `${age((Date.now() - trace.start) / 1000)} ago`);
  }

  const ends = [
    context.live.on('traces', event => add(event.traces)),
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

function newRow() {
  return h('tr', null,
    h('th', { scope: 'row', class: 'name' }, h('a', { class: 'link' }), h('span', { class: 'under' })),
    h('td', { class: 'status' }, h('span', { class: 'badge' })),
    h('td', { class: 'number' }, h('span', { class: 'bar' }), h('span')),
    h('td', { class: 'number wide' }),
    h('td', { class: 'number wide' }),
    h('td', { class: 'number wide started' }, h('span'), h('span', { class: 'under' })));
}
