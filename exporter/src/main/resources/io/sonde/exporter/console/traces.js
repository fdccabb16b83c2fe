// The traces that are kept: the slowest of each route, the failed, and some of the recent.

import { h, setText, showRows } from './dom.js';
import { age, clock, count, duration } from './format.js';
import { liveList } from './livelist.js';
import { setBar } from './widgets.js';

const SORTS = [['slow', 'Slowest'], ['failed', 'Failed'], ['recent', 'Recent']];
const SHOWN = 100;
const ADVICE = {
  slow: ['No trace yet', 'Send a request to your application: it shows up here within a second.'],
  failed: ['No failed trace', 'Requests that end with a status of 500 or above, or with an exception, are kept here.'],
  recent: ['No trace yet', 'Send a request to your application: it shows up here within a second.'],
};

export function traces(root, context, query) {
  const body = h('tbody');
  const element = h('div', { class: 'panel table' }, h('table', { class: 'traces' },
    h('caption', { class: 'hidden' }, 'Traces'),
    h('thead', null, h('tr', null,
      h('th', { scope: 'col' }, 'Request'),
      h('th', { scope: 'col', class: 'status' }, 'Status'),
      h('th', { scope: 'col', class: 'number barred' }, 'Duration'),
      h('th', { scope: 'col', class: 'number wide' }, 'Spans'),
      h('th', { scope: 'col', class: 'number wide' }, 'Log lines'),
      h('th', { scope: 'col', class: 'number wide started' }, 'Started'))),
    body));

  return liveList(root, context, query, {
    name: 'traces',
    title: 'Traces',
    searches: 'Filter by route or id',
    legend: 'Which traces',
    rows: 12,
    parameter: 'sort',
    choices: SORTS,
    shown: SHOWN,
    asks: sort => ({ sort }),
    // A trace that came into the process twice is listed twice: each of its roots.
    wanted: (trace, sort, kept) => (sort !== 'failed' || trace.failed)
      && !kept.some(each => each.traceId === trace.traceId && each.root === trace.root),
    order: sort => (sort === 'slow' ? (a, b) => b.duration - a.duration : (a, b) => b.start - a.start),
    matches: (trace, search) => trace.name.toLowerCase().includes(search) || trace.traceId.startsWith(search),
    element,
    show(found) {
      const longest = Math.max(...found.map(trace => trace.duration));
      showRows(body, found, newRow, (row, trace) => fill(row, trace, longest));
    },
    empty: sort => ADVICE[sort],
    nothing: (number, search) => `None of ${number} traces has “${search}” in its route or id.`,
  });
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
