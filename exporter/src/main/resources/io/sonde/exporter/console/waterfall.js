// The spans of a trace as a tree along its time.

import { h } from './dom.js';
import { duration, label } from './format.js';
import { statement } from './sql.js';
import { arrowKeys, badge } from './widgets.js';

const TICKS = 4;
const SHOWN = 300;
const SELDOM_WORTH_A_LINE = new Set(['db.query.text']);

/** Parents before children, each child behind its elder sisters, with `depth` and `self` time. */
export function tree(spans) {
  const known = new Set(spans.map(span => span.id));
  const children = new Map();
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const parent = known.has(span.parent) ? span.parent : null;
    if (!children.has(parent)) children.set(parent, []);
    children.get(parent).push(span);
  }
  const rows = [];
  const stack = (children.get(null) ?? []).map(span => ({ span, depth: 0 })).reverse();
  while (stack.length > 0) {
    const { span, depth } = stack.pop();
    const below = children.get(span.id) ?? [];
    rows.push({ ...span, depth, self: selfTime(span, below) });
    stack.push(...below.map(child => ({ span: child, depth: depth + 1 })).reverse());
  }
  return rows;
}

/** What no child covers; they may overlap. */
function selfTime(span, children) {
  let covered = 0;
  let to = span.start;
  for (const child of children) {
    const end = Math.min(child.start + child.duration, span.start + span.duration);
    covered += Math.max(0, end - Math.max(to, child.start));
    to = Math.max(to, end);
  }
  return span.duration - covered;
}

/** Which colour, which word and which second line a span has. */
function look(span) {
  const a = span.attributes;
  const system = a['db.system.name'];
  if (system === 'redis') return { kind: 'redis', word: 'redis', detail: a['db.query.text'] };
  if (system) return { kind: 'sql', word: system, detail: a['db.query.text'] };
  if (span.kind === 'client') return { kind: 'http', word: 'http', detail: a['url.full'] ?? a['server.address'] };
  if (span.kind === 'server') return { kind: 'server', word: 'server', detail: a['url.path'] };
  return { kind: 'internal', word: span.kind, detail: null };
}

/**
 * @param trace as the agent tells it
 * @param opened the id of the span that is shown opened, or null
 */
export function waterfall(trace, opened) {
  const rows = tree(trace.spans);
  const end = Math.max(1, ...rows.map(span => span.start + span.duration));
  const list = h('ol', { class: 'waterfall', style: { '--ticks': String(TICKS) } });
  const add = each => each.forEach(span => list.append(row(span, trace, end, span.id === opened)));
  const late = opened && rows.findIndex(span => span.id === opened) >= SHOWN;
  const shown = late ? rows.length : SHOWN;
  add(rows.slice(0, shown));
  if (rows.length > shown) {
    const more = h('li', null, h('button', {
      type: 'button',
      class: 'more',
      on: {
        click() {
          more.remove();
          add(rows.slice(shown));
        },
      },
    }, `Show ${rows.length - shown} more spans`));
    list.append(more);
  }
  arrowKeys(list, '.span');
  const axis = h('div', { class: 'axis', 'aria-hidden': 'true' },
    Array.from({ length: TICKS + 1 }, (_, index) =>
      h('span', { style: { left: `${(index / TICKS) * 100}%` } }, label(duration((end * index) / TICKS)))));
  return h('div', { class: 'panel' }, h('div', { class: 'timeline' }, h('span', null, 'Span'), axis, h('span', { class: 'length' }, 'Duration')), list);
}

function row(span, trace, end, open) {
  const { kind, word, detail } = look(span);
  const from = (span.start / end) * 100;
  const width = (span.duration / end) * 100;
  const logs = trace.logs.filter(log => log.spanId === span.id);
  const details = h('div', { class: 'details', hidden: !open });
  const button = h('button', {
    type: 'button',
    class: `span ${kind} ${span.failed ? 'failed' : ''}`,
    id: `span-${span.id}`,
    'aria-expanded': String(open),
    style: { '--depth': String(Math.min(span.depth, 12)) },
    on: { click: toggle },
  },
  h('span', { class: 'what' },
    h('span', { class: 'hidden' }, `Level ${span.depth + 1}: `),
    h('i', { class: 'kind' }),
    h('b', null, span.name),
    span.failed ? badge('failed', 'bad') : null,
    h('span', { class: 'detail' }, detail && detail !== span.name ? detail : '')),
  h('span', { class: 'track' },
    h('i', { class: 'extent', style: { left: `${from}%`, width: `${width}%` } }),
    logs.map(log => h('i', { class: `mark ${log.level.toLowerCase()}`, style: { left: `${position(log, trace, end)}%` } }))),
  h('span', { class: 'length' }, duration(span.duration)));
  function toggle() {
    const opens = button.getAttribute('aria-expanded') === 'false';
    button.setAttribute('aria-expanded', String(opens));
    details.hidden = !opens;
    if (opens && !details.firstChild) details.append(...about(span, word));
  }
  if (open) details.append(...about(span, word));
  return h('li', null, button, details);
}

function position(log, trace, end) {
  return Math.max(0, Math.min(100, (((log.time - trace.start) * 1e6) / end) * 100));
}

function about(span, word) {
  const query = span.attributes['db.query.text'];
  const facts = [
    ['kind', word], ['start', `+${duration(span.start)}`], ['duration', duration(span.duration)],
    ['self time', duration(span.self)], ['span id', span.id],
    ...Object.entries(span.attributes).filter(([key]) => !SELDOM_WORTH_A_LINE.has(key)),
  ];
  return [
    query ? statement(query) : null,
    span.exception ? exception(span.exception) : null,
    h('dl', { class: 'facts' }, facts.map(([key, value]) => h('div', null, h('dt', null, key), h('dd', null, String(value))))),
  ].filter(Boolean);
}

function exception({ type, message, stack }) {
  return h('div', { class: 'exception' },
    h('strong', null, type), h('p', null, message ?? ''),
    stack ? h('pre', { tabindex: '0' }, stack) : null);
}
