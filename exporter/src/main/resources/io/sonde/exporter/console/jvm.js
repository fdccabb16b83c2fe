// Memory, collections, threads and processor time.

import { Chart, color } from './chart.js';
import { h } from './dom.js';
import { bytes, count, percent } from './format.js';
import { History } from './history.js';
import { failure, head, remember, segmented, tile, tiles } from './widgets.js';

const RANGES = [['5', '5 min'], ['15', '15 min'], ['60', '1 h']];

export function jvm(root, context, query) {
  const minutes = RANGES.some(([each]) => each === query.get('range')) ? query.get('range') : '15';
  const figures = { heap: tile('Heap'), cpu: tile('CPU'), gc: tile('Garbage collection'), threads: tile('Threads') };
  const charts = {
    heap: new Chart('Heap', { format: bytes, least: 2 ** 20, binary: true }),
    cpu: new Chart('CPU of the process', { format: percent, least: 0.1 }),
    gc: new Chart('Time in garbage collection', { format: percent, least: 0.01 }),
    threads: new Chart('Threads', { format: count, least: 10 }),
  };
  const notice = h('div');
  root.append(
    head('JVM', null, segmented('Time range', RANGES, minutes, value => {
      history.show(value);
      remember('jvm', { range: value });
    })),
    tiles(figures.heap, figures.cpu, figures.gc, figures.threads),
    notice,
    h('div', { class: 'charts two' }, Object.values(charts).map(chart => chart.element)));

  const history = new History(context.live, minutes, show, error => notice.replaceChildren(failure(error)));

  function show() {
    const { points, heapMax } = history.jvm();
    const times = history.times();
    const now = history.latest?.now ?? history.data.times.at(-1) ?? Date.now();
    const span = [now / 1000 - history.minutes * 60, now / 1000];
    notice.replaceChildren();
    const max = { label: 'max', color: color(7), values: times.map(() => heapMax), dash: [4, 4] };
    charts.heap.draw(times, [
      { label: 'used', color: color(1), values: points.heapUsed, fill: true }, ...(heapMax > 0 ? [max] : [])], span);
    charts.cpu.draw(times, [{ label: 'CPU', color: color(2), values: points.cpu, fill: true }], span);
    charts.gc.draw(times, [{ label: 'GC', color: color(6), values: points.gc, fill: true }], span);
    charts.threads.draw(times, [{ label: 'threads', color: color(3), values: points.threads }], span);
    const last = name => points[name].at(-1);
    figures.heap.show(bytes(last('heapUsed')), heapMax > 0 && times.length ? `${percent(last('heapUsed') / heapMax)} of ${bytes(heapMax)}` : '');
    figures.cpu.show(percent(last('cpu')), 'of all processors');
    figures.gc.show(percent(last('gc')), 'of the time');
    figures.threads.show(count(last('threads')), context.state ? `Java ${context.state.jvm}` : '');
  }

  return {
    close() {
      history.close();
      Object.values(charts).forEach(chart => chart.close());
    },
  };
}
