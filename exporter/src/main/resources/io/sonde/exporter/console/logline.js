// A list of log lines, each of which opens to all that is known of it.

import { h, setText, showRows } from './dom.js';
import { clock, dateTime, duration, shortName } from './format.js';
import { arrowKeys } from './widgets.js';

/**
 * @param since epoch milliseconds that times are told from; without, they are times of the day
 * @param traceLink whether lines link to their trace
 */
export function logList({ since = null, traceLink = true }) {
  const element = h('ol', { class: `panel logs ${traceLink ? 'linked' : ''}` });
  arrowKeys(element, '.entry');
  return {
    element,
    show(logs) {
      showRows(element, logs, () => newLine(traceLink), (line, log) => fill(line, log, since));
    },
  };
}

function newLine(traceLink) {
  const item = h('li', null,
    h('button', { type: 'button', class: 'entry', 'aria-expanded': 'false', on: { click: () => open(item, item.lastChild.hidden) } },
      h('time'), h('b'), h('span', { class: 'logger' }), h('span', { class: 'message' })),
    traceLink ? h('a', { class: 'totrace' }, 'trace') : null,
    h('div', { class: 'details', hidden: true }));
  return item;
}

/** Lists that are loaded again have new objects for lines that somebody may be reading. */
function same(a, b) {
  return a?.time === b.time && a.thread === b.thread && a.message === b.message && a.spanId === b.spanId;
}

function fill(item, log, since) {
  if (same(item.log, log)) return;
  item.log = log;
  // What it was opened to is of another line.
  open(item, false);
  const [time, level, logger, message] = item.firstChild.children;
  setText(time, since === null ? clock(log.time, true) : `+${duration(Math.max(0, (log.time - since) * 1e6))}`);
  setText(level, log.level);
  level.className = `level ${log.level.toLowerCase()}`;
  setText(logger, shortName(log.logger ?? ''));
  setText(message, log.message);
  const link = item.querySelector('.totrace');
  if (!link) return;
  link.hidden = !log.traceId;
  if (log.traceId) {
    const span = log.spanId ? `?${new URLSearchParams({ span: log.spanId })}` : '';
    link.href = `#/trace/${encodeURIComponent(log.traceId)}${span}`;
    link.setAttribute('aria-label', `Trace of: ${log.message.slice(0, 60)}`);
  }
}

function open(item, opens) {
  const details = item.lastChild;
  if (opens !== details.hidden) return;
  item.firstChild.setAttribute('aria-expanded', String(opens));
  details.hidden = !opens;
  details.replaceChildren(...(opens ? about(item.log) : []));
}

function about(log) {
  const facts = [
    ['time', dateTime(log.time)], ['logger', log.logger], ['thread', log.thread],
    ['trace id', log.traceId], ['span id', log.spanId], ...Object.entries(log.attributes ?? {}),
  ];
  return [
    h('pre', { class: 'whole', tabindex: '0' }, log.message),
    log.exception ? h('div', { class: 'exception' }, h('pre', { tabindex: '0' }, log.exception)) : null,
    h('dl', { class: 'facts' }, facts.filter(([, value]) => value)
      .map(([key, value]) => h('div', null, h('dt', null, key), h('dd', null, String(value))))),
  ].filter(Boolean);
}
