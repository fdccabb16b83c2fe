// SQL statements and Redis commands by what they cost since the start.

import { get } from './api.js';
import { h, setText, showRows } from './dom.js';
import { count, duration, percent } from './format.js';
import { compare, empty, failure, head, remember, searchBox, segmented, setBar, skeleton, table, tile, tiles } from './widgets.js';

const REFRESH_MILLIS = 5000;
const KINDS = [['all', 'All'], ['sql', 'SQL'], ['redis', 'Redis']];

const COLUMNS = [
  { key: 'summary', label: 'Statement', first: 'asc' },
  { key: 'totalNanos', label: 'Total time', first: 'desc', class: 'number barred' },
  { key: 'count', label: 'Count', first: 'desc', class: 'number' },
  { key: 'errors', label: 'Errors', first: 'desc', class: 'number wide' },
  { key: 'meanNanos', label: 'Mean', first: 'desc', class: 'number wide' },
  { key: 'p95Nanos', label: 'p95', first: 'desc', class: 'number' },
];

export function statements(root, context, query) {
  let kind = KINDS.some(([each]) => each === query.get('kind')) ? query.get('kind') : 'all';
  let search = query.get('q') ?? '';
  let kept = null;
  let timer = 0;
  let closed = false;

  const order = { key: 'totalNanos', direction: 'desc' };
  const figures = { count: tile('Calls'), time: tile('Total time'), errors: tile('Errors'), top: tile('Most time') };
  const rows = table('Statements by total time', COLUMNS, order, show);
  const list = h('div', { class: 'panel table', hidden: true }, rows.element);
  const notice = h('div', null, skeleton(10));
  root.append(
    head('Statements', null,
      searchBox('Filter by statement', search, value => {
        search = value;
        changed();
      }),
      segmented('Which statements', KINDS, kind, value => {
        kind = value;
        changed();
      })),
    tiles(figures.count, figures.time, figures.errors, figures.top),
    notice, list);

  function changed() {
    remember('statements', { kind, q: search });
    show();
  }

  async function load() {
    clearTimeout(timer);
    try {
      const answer = document.hidden ? null : await get('statements');
      if (closed) return;
      if (answer) {
        kept = answer.statements.map(each => ({ ...each, meanNanos: each.count ? each.totalNanos / each.count : null }));
        show();
      }
    } catch (error) {
      if (closed) return;
      list.hidden = true;
      notice.replaceChildren(failure(error));
    }
    timer = setTimeout(load, REFRESH_MILLIS);
  }

  function show() {
    if (!kept) return;
    const found = kept
      .filter(each => kind === 'all' || (each.system === 'redis') === (kind === 'redis'))
      .filter(each => `${each.system} ${each.namespace} ${each.summary}`.toLowerCase().includes(search.toLowerCase()))
      .sort(compare(order));
    const sum = pick => found.reduce((all, each) => all + each[pick], 0);
    const total = sum('totalNanos');
    const top = [...found].sort((a, b) => b.totalNanos - a.totalNanos)[0];
    figures.count.show(count(sum('count')), `of ${count(found.length)} statements`);
    figures.time.show(duration(total), found.length ? `mean ${duration(total / Math.max(1, sum('count')))}` : '');
    figures.errors.show(count(sum('errors')), sum('errors') ? `${percent(sum('errors') / sum('count'))} of the calls` : 'none failed', sum('errors') > 0);
    figures.top.show(top ? percent(top.totalNanos / Math.max(1, total)) : '–', top?.summary);
    list.hidden = found.length === 0;
    notice.replaceChildren(...(found.length > 0 ? [] : [kept.length > 0
      ? empty('Nothing matches', `None of ${count(kept.length)} statements.`)
      : empty('No statement yet', 'SQL statements and Redis commands of your application show up here once it sends some.')]));
    showRows(rows.body, found, newRow, (row, each) => fill(row, each, top.totalNanos));
  }

  const end = context.live.on('open', load);
  load();
  return {
    close() {
      closed = true;
      clearTimeout(timer);
      end();
    },
  };
}

function newRow() {
  return h('tr', null,
    h('th', { scope: 'row', class: 'name' }, h('code'), h('span', { class: 'under' })),
    COLUMNS.slice(1).map(each => h('td', { class: each.class }, each.key === 'totalNanos' ? [h('span', { class: 'bar' }), h('span')] : null)));
}

function fill(row, each, most) {
  setText(row.cells[0].firstChild, each.summary || each.operation);
  setText(row.cells[0].lastChild, [each.system, each.namespace].filter(Boolean).join(' · '));
  setBar(row.cells[1].firstChild, each.totalNanos / most);
  setText(row.cells[1].lastChild, duration(each.totalNanos));
  setText(row.cells[2], count(each.count));
  setText(row.cells[3], count(each.errors));
  row.cells[3].classList.toggle('bad', each.errors > 0);
  setText(row.cells[4], duration(each.meanNanos));
  setText(row.cells[5], duration(each.p95Nanos));
}
