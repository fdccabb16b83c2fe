// Rate, errors and duration of each route.

import { Chart, color } from './chart.js';
import { h, setText, showRows } from './dom.js';
import { NONE, age, count, duration, percent, rate } from './format.js';
import { History } from './history.js';
import { compare, empty, failure, head, remember, segmented, setBar, table, tile, tiles } from './widgets.js';

const RANGES = [['5', '5 min'], ['15', '15 min'], ['60', '1 h']];
const PERCENTILES = [['p50', 'p50'], ['p95', 'p95'], ['p99', 'p99']];
const DRAWN = 6;
const OTHER = 7;

const COLUMNS = [
  { key: 'key', label: 'Route', first: 'asc' },
  { key: 'now', label: 'Now', first: 'desc', class: 'number wide' },
  { key: 'requests', label: 'Requests', first: 'desc', class: 'number barred' },
  { key: 'errors', label: 'Errors', first: 'desc', class: 'number narrow' },
  { key: 'share', label: 'Error rate', first: 'desc', class: 'number wide' },
  { key: 'p50', label: 'p50', first: 'desc', class: 'number wide' },
  { key: 'p95', label: 'p95', first: 'desc', class: 'number' },
  { key: 'p99', label: 'p99', first: 'desc', class: 'number wide' },
];

export function overview(root, context, query) {
  let percentile = PERCENTILES.some(([each]) => each === query.get('p')) ? query.get('p') : 'p95';
  let selected = query.get('route');
  const minutes = RANGES.some(([each]) => each === query.get('range')) ? query.get('range') : fitting(context.state);
  const order = { key: 'requests', direction: 'desc' };
  // The order of the rows changes only when it is asked for: nobody clicks on what moves.
  let keys = [];
  let colored = [];

  const figures = { rate: tile('Requests'), errors: tile('Errors'), slow: tile('Slowest route'), cpu: tile('Process') };
  const charts = {
    rate: new Chart('Requests per second', { format: rate, least: 1 }),
    errors: new Chart('Errors per second', { format: rate, least: 0.5 }),
    time: new Chart('', { format: duration, least: 1e6 }),
  };
  const routes = table('Requests, errors and duration of each route', COLUMNS, order, () => {
    keys = [];
    show();
  });
  const below = h('div', { class: 'panel table' }, routes.element);
  const notice = h('div');
  const all = h('button', { type: 'button', class: 'plain sometimes idle', on: { click: () => select(null) } }, 'Show all routes');

  root.append(
    head('Overview', all,
      segmented('Percentile of the duration', PERCENTILES, percentile, value => {
        percentile = value;
        changed();
        show();
      }),
      segmented('Time range', RANGES, minutes, value => {
        keys = [];
        history.show(value);
        changed();
      })),
    tiles(figures.rate, figures.errors, figures.slow, figures.cpu),
    h('div', { class: 'charts' }, charts.rate.element, charts.errors.element, charts.time.element),
    notice, below);
  showRows(routes.body, new Array(6).fill(null), () => h('tr', { class: 'waiting' }, COLUMNS.map(each => h('td', { class: each.class }, '\u00a0'))), () => {});

  const history = new History(context.live, minutes, show, error => notice.replaceChildren(failure(error)));

  function changed() {
    remember('', { range: history.minutes, p: percentile, route: selected });
  }

  function select(key) {
    selected = key === selected ? null : key;
    changed();
    show();
  }

  function show() {
    if (!history.data) return;
    const now = (history.latest?.now ?? history.data.times.at(-1) ?? Date.now()) / 1000;
    const span = [now - history.minutes * 60, now];
    const times = history.times();
    const rows = history.routes().map(route => ({ ...route, share: route.requests ? route.errors / route.requests : 0 }));
    const byKey = new Map(rows.map(row => [row.key, row]));
    if (keys.length === 0) keys = rows.sort(compare(order)).map(row => row.key);
    keys = [...keys.filter(key => byKey.has(key)), ...[...byKey.keys()].filter(key => !keys.includes(key))];
    const sorted = keys.map(key => byKey.get(key));
    const drawn = mostUsed(rows);
    const colorOf = key => color(drawn.includes(key) ? drawn.indexOf(key) + 1 : OTHER);

    notice.replaceChildren(...(rows.length === 0
      ? [empty('No request yet', 'Send one to your application: it shows up here within a second.')] : []));
    below.hidden = rows.length === 0;
    all.classList.toggle('idle', !byKey.has(selected));
    if (byKey.has(selected)) drawOne(byKey.get(selected), times, span);
    else drawAll(sorted, drawn, colorOf, times, span);
    fillTiles(sorted);
    const most = Math.max(...rows.map(row => row.requests));
    showRows(routes.body, sorted, newRow, (row, each) => fillRow(row, each, colorOf(each.key), most));
  }

  /** The routes that have a colour; one that had it keeps its own. */
  function mostUsed(rows) {
    const most = [...rows].sort((a, b) => b.requests - a.requests).slice(0, DRAWN).map(row => row.key);
    const fresh = most.filter(key => !colored.includes(key));
    colored = colored.map(key => (most.includes(key) ? key : fresh.shift())).concat(fresh).slice(0, DRAWN);
    return colored;
  }

  function drawAll(rows, drawn, colorOf, times, span) {
    const lines = pick => {
      const series = rows.filter(row => drawn.includes(row.key))
        .map(row => ({ label: row.key, color: colorOf(row.key), values: row.points[pick] }));
      const rest = rows.filter(row => !drawn.includes(row.key));
      if (rest.length > 0 && !pick.startsWith('p')) {
        const values = times.map((_, index) => rest.reduce((sum, row) => sum + row.points[pick][index], 0));
        series.push({ label: `${rest.length} others`, color: color(OTHER), values });
      }
      return series;
    };
    charts.time.title = `Duration, ${percentile}`;
    charts.rate.draw(times, lines('rate'), span);
    charts.errors.draw(times, lines('errors'), span);
    charts.time.draw(times, lines(percentile), span);
  }

  function drawOne({ key, points }, times, span) {
    charts.time.title = 'Duration, p50 p95 p99';
    charts.rate.draw(times, [{ label: key, color: color(1), values: points.rate, fill: true }], span);
    charts.errors.draw(times, [{ label: 'errors', color: color(6), values: points.errors, fill: true }], span);
    charts.time.draw(times, PERCENTILES.map(([each], index) =>
      ({ label: each, color: color([3, 1, 4][index]), values: points[each] })), span);
  }

  function fillTiles(rows) {
    const requests = rows.reduce((sum, row) => sum + row.requests, 0);
    const errors = rows.reduce((sum, row) => sum + row.errors, 0);
    const slowest = rows.filter(row => row.p95 !== null).sort((a, b) => b.p95 - a.p95)[0];
    const { points, heapMax } = history.jvm();
    const range = RANGES.find(([each]) => each === String(history.minutes))[1];
    const last = name => points[name].at(-1);
    figures.rate.show(count(requests), `in ${range}, now ${rate(rows.reduce((sum, row) => sum + row.now, 0))}/s`);
    figures.errors.show(requests ? percent(errors / requests) : NONE, `${count(errors)} of ${count(requests)}`, errors > 0);
    figures.slow.show(slowest ? duration(slowest.p95) : NONE, slowest ? `p95 of ${slowest.key}` : '');
    const up = context.state ? `, up ${age((Date.now() - context.state.startedAt) / 1000)}` : '';
    figures.cpu.show(percent(last('cpu')), `CPU, heap ${last('heapUsed') ? percent(last('heapUsed') / heapMax) : NONE}${up}`);
  }

  function newRow() {
    const row = h('tr', null,
      h('th', { scope: 'row', class: 'name' },
        h('button', { type: 'button', class: 'link', 'aria-pressed': 'false', on: { click: () => select(row.dataset.key) } },
          h('i', { class: 'swatch' }), h('span', { class: 'method' }), ' ', h('span', { class: 'route' })),
        h('a', { class: 'aside' }, 'traces')),
      COLUMNS.slice(1).map(each => h('td', { class: each.class }, each.key === 'requests' ? [h('span', { class: 'bar' }), h('span')] : null)));
    return row;
  }

  function fillRow(row, each, swatch, most) {
    if (row.classList.contains('waiting')) {
      const fresh = newRow();
      row.replaceWith(fresh);
      row = fresh;
    }
    const [button, link] = row.cells[0].children;
    if (row.dataset.key !== each.key) {
      row.dataset.key = each.key;
      setText(button.children[1], each.method);
      setText(button.children[2], each.route);
      link.href = `#/traces?${new URLSearchParams({ sort: 'slow', q: each.key })}`;
      link.setAttribute('aria-label', `Traces of ${each.key}`);
    }
    button.children[0].style.setProperty('background', swatch);
    button.setAttribute('aria-pressed', String(selected === each.key));
    row.classList.toggle('selected', selected === each.key);
    setText(row.cells[1], `${rate(each.now)}/s`);
    setText(row.cells[2].children[1], count(each.requests));
    setBar(row.cells[2].children[0], each.requests / most);
    setText(row.cells[3], count(each.errors));
    setText(row.cells[4], percent(each.share));
    row.cells[3].classList.toggle('bad', each.errors > 0);
    row.cells[4].classList.toggle('bad', each.errors > 0);
    ['p50', 'p95', 'p99'].forEach((name, index) => setText(row.cells[5 + index], duration(each[name])));
  }

  return {
    close() {
      history.close();
      Object.values(charts).forEach(chart => chart.close());
    },
  };
}

/** The shortest range that shows all that there is. */
function fitting(state) {
  const minutes = state ? (state.now - state.startedAt) / 60_000 : 0;
  return RANGES.map(([each]) => each).find(each => minutes <= each) ?? '60';
}
