// uPlot with the page's own look: fixed height, zero based, a readout that follows the pointer or the
// arrow keys.

/* global uPlot */
import { h, setText } from './dom.js';
import { clock, label } from './format.js';

const HEIGHT = 180;
const LONGEST_GAP_SECONDS = 60;
const LINES_READ = 7;
const BINARY_STEPS = Array.from({ length: 40 }, (_, power) => 2 ** power);
const TIME_STEPS = [1, 5, 10, 30, 60, 120, 300, 600, 900, 1800];

/** The n-th colour of the palette, which is the same in light and dark. */
export function color(index) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--c${index}`);
}

export class Chart {
  #format;
  #binary;
  #least;
  #plot = h('div', { class: 'plot' });
  #readout = h('div', { class: 'readout', hidden: true, 'aria-live': 'polite' });
  #title;
  #uplot = null;
  #shape = '';
  #window = [0, 1];
  #series = [];
  #data = null;
  #ends = [];

  /**
   * @param format makes the text of a value
   * @param least what the axis shows at least, so that noise around zero is not a mountain
   * @param binary steps of the axis are powers of two: for bytes
   */
  constructor(title, { format, least = 0, binary = false }) {
    this.#format = format;
    this.#least = least;
    this.#binary = binary;
    this.#title = h('span', null, title);
    this.#plot.append(this.#readout);
    this.element = h('figure', { class: 'chart' }, h('figcaption', null, this.#title), this.#plot);
    // Not an image, of which screen readers would not read what is in it.
    this.#plot.setAttribute('role', 'group');
    this.#plot.setAttribute('aria-label', 'Chart: no data yet.');
    this.#plot.setAttribute('tabindex', '0');
    this.#plot.addEventListener('keydown', event => this.#key(event));
    this.#plot.addEventListener('blur', () => this.#uplot?.setCursor({ left: -10, top: -10 }));
    const observer = new ResizeObserver(() => this.#uplot?.setSize(this.#size()));
    observer.observe(this.#plot);
    const themed = () => this.#make();
    document.addEventListener('themechange', themed);
    const system = matchMedia('(prefers-color-scheme: dark)');
    system.addEventListener('change', themed);
    this.#ends.push(
      () => observer.disconnect(),
      () => document.removeEventListener('themechange', themed),
      () => system.removeEventListener('change', themed),
      () => this.#uplot?.destroy());
  }

  close() {
    this.#ends.forEach(end => end());
  }

  set title(text) {
    setText(this.#title, text);
  }

  /**
   * @param times epoch seconds
   * @param series {label, color, values, fill, dash} each
   * @param window the first and the last moment of the axis, epoch seconds
   */
  draw(times, series, window) {
    this.#window = window;
    this.#series = series;
    this.#data = [times, ...series.map(each => each.values)];
    const shape = JSON.stringify(series.map(each => [each.label, each.color, each.fill, each.dash]));
    if (shape !== this.#shape || !this.#uplot) {
      this.#shape = shape;
      this.#make();
    } else {
      this.#uplot.setData(this.#data);
    }
    const latest = series.slice(0, LINES_READ)
      .map(each => `${each.label} ${this.#format(each.values.findLast(value => value !== null))}`);
    this.#plot.setAttribute('aria-label',
      `Chart: ${this.#title.textContent}. ${latest.length ? `Latest: ${latest.join(', ')}. Arrow keys read it.` : 'No data yet.'}`);
  }

  #size() {
    return { width: Math.max(120, this.#plot.clientWidth), height: HEIGHT };
  }

  #make() {
    if (!this.#data) return;
    this.#uplot?.destroy();
    const style = getComputedStyle(this.#plot);
    const font = `11px ${style.fontFamily}`;
    const axis = { stroke: style.color, font, ticks: { show: false }, grid: { stroke: style.borderTopColor, width: 1 } };
    this.#uplot = new uPlot({
      ...this.#size(),
      padding: [8, 16, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: 'sonde' }, drag: { x: false, y: false }, y: false, points: { size: 7 } },
      scales: {
        x: { range: () => this.#window },
        y: { range: (_, min, max) => [0, Math.max(max * 1.08 || 0, this.#least)] },
      },
      axes: [
        { ...axis, space: 56, size: 26, incrs: TIME_STEPS, values: (_, splits, axisIndex, space, step) => splits.map(each => clock(each * 1000).slice(0, step < 60 ? 8 : 5)) },
        { ...axis, space: 34, size: 58, gap: 6, values: (_, splits) => splits.map(each => label(this.#format(each))), ...(this.#binary && { incrs: BINARY_STEPS }) },
      ],
      series: [{}, ...this.#series.map(each => ({
        label: each.label,
        stroke: each.color,
        width: 1.5,
        fill: each.fill ? `${each.color}22` : undefined,
        dash: each.dash,
        points: { show: false },
        // Where one step had no request the line goes on; where a minute had none it ends.
        gaps: (u, seriesIndex, from, to, gaps) => gaps.filter(([start, end]) =>
          u.posToVal(end, 'x', true) - u.posToVal(start, 'x', true) > LONGEST_GAP_SECONDS),
      }))],
      hooks: { setCursor: [() => this.#read()] },
    }, this.#data, this.#plot);
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const length = this.#data?.[0].length;
    if (!step || !length) return;
    event.preventDefault();
    const from = this.#uplot.cursor.idx ?? (step > 0 ? -1 : length);
    const index = Math.max(0, Math.min(length - 1, from + step));
    this.#uplot.setCursor({ left: this.#uplot.valToPos(this.#data[0][index], 'x'), top: 10 });
  }

  #read() {
    const u = this.#uplot;
    const index = u?.cursor.idx;
    // Other charts' cursors move along; only the one that is looked at tells.
    const looked = u && (u.over.matches(':hover') || document.activeElement === this.#plot);
    this.#readout.hidden = !looked || index === null || index === undefined || u.cursor.left < 0;
    if (this.#readout.hidden) return;
    const lines = this.#series
      .map(each => ({ ...each, value: each.values[index] }))
      .filter(each => each.value !== null && each.value !== undefined)
      .sort((a, b) => b.value - a.value)
      .slice(0, LINES_READ);
    this.#readout.replaceChildren(
      h('b', null, clock(this.#data[0][index] * 1000)),
      ...lines.map(each => h('div', null,
        h('i', { class: 'swatch', style: { background: each.color } }),
        h('span', null, each.label),
        h('b', null, this.#format(each.value)))));
    const left = u.over.offsetLeft + u.cursor.left;
    const right = left > this.#plot.clientWidth / 2;
    this.#readout.style.setProperty('left', right ? 'auto' : `${left + 12}px`);
    this.#readout.style.setProperty('right', right ? `${this.#plot.clientWidth - left + 12}px` : 'auto');
  }
}
