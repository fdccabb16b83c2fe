// One trace: its waterfall and its log lines.

import { get } from './api.js';
import { h } from './dom.js';
import { count, dateTime, duration } from './format.js';
import { logList } from './logline.js';
import { waterfall } from './waterfall.js';
import { badge, empty, failure, skeleton } from './widgets.js';

/** OpenTelemetry's number of the severity. */
const ERROR = 17;

export function trace(root, context, query, id) {
  let closed = false;
  const title = h('h1', { tabindex: '-1' }, 'Trace');
  const waiting = h('div', null, skeleton(10));
  root.append(
    h('a', { class: 'back', href: '#/traces', on: { click: back } }, '← Traces'),
    h('div', { class: 'head trace' }, title),
    waiting);

  function back(event) {
    // To the same list, filter and place that the reader came from.
    if (!context.cameFrom?.startsWith('#/traces')) return;
    event.preventDefault();
    window.history.back();
  }

  async function load() {
    try {
      const answer = await get('trace', { id });
      if (!closed) show(whole(answer));
    } catch (error) {
      waiting.replaceChildren(error.status === 404
        ? empty('This trace is no longer kept', 'The slowest, the failed and some of the recent traces are. Newer ones have taken its place.')
        : failure(error));
    }
  }

  function show(found) {
    const [first] = found.spans;
    const end = Math.max(...found.spans.map(span => span.start + span.duration));
    const status = first.attributes['http.response.status_code'];
    const failed = found.spans.some(span => span.failed);
    title.replaceChildren(first.name, ' ',
      status ? badge(String(status), first.failed ? 'bad' : '') : failed ? badge('failed', 'bad') : '');
    document.title = `${first.name} · Sonde`;
    const facts = [['started', dateTime(found.start)], ['took', duration(end)], ['spans', count(found.spans.length)],
      ['log lines', count(found.logs.length)], ...(found.left > 0 ? [['too many to be kept', count(found.left)]] : []),
      ['trace id', found.traceId]];
    const opened = query.get('span');
    // A new element, as the title above it may have become two lines: nothing that was seen moves.
    const content = h('div', null,
      h('p', { class: 'facts-line' }, facts.map(([key, value]) => h('span', null, `${key} `, h('b', null, value)))),
      cause(found), waterfall(found, opened), h('h2', null, 'Log lines'));
    waiting.replaceWith(content);
    if (found.logs.length === 0) {
      content.append(empty('No log line', 'What the application logs during a request shows up with its trace.'));
    } else {
      const list = logList({ since: found.start, traceLink: false });
      list.show(found.logs);
      content.append(list.element);
    }
    if (opened) document.getElementById(`span-${opened}`)?.scrollIntoView({ block: 'center' });
  }

  load();
  return {
    close() {
      closed = true;
    },
  };
}

/**
 * One trace of its parts, of which there is one for each time that it came into the process. `start` is epoch
 * milliseconds; that of a span nanoseconds since then.
 */
function whole({ traceId, parts, left }) {
  const start = Math.min(...parts.map(part => part.start));
  const spans = parts.flatMap(part => {
    const later = (part.start - start) * 1e6;
    return part.spans.map(span => ({ ...span, start: span.start + later }));
  });
  return {
    traceId,
    start,
    spans: spans.sort((a, b) => a.start - b.start),
    logs: parts.flatMap(part => part.logs).sort((a, b) => a.time - b.time),
    left: parts.reduce((sum, part) => sum + part.left, left),
  };
}

/**
 * Why it failed, as far as is known: the exception of the last span that has one, which is the innermost;
 * else, as frameworks turn exceptions into answers, the first that was logged. Null when there is none.
 */
function cause({ spans, logs }) {
  const span = spans.filter(each => each.exception).at(-1);
  if (span) return causeButton(span.exception.type, span.exception.message, `in ${span.name}`, () => document.getElementById(`span-${span.id}`));
  const log = logs.find(each => each.severity >= ERROR && each.exception);
  if (!log) return null;
  const [type, ...message] = log.exception.split('\n', 1)[0].split(': ');
  return causeButton(type, message.join(': '), 'logged', () =>
    [...document.querySelectorAll('.logs > li')].find(item => item.log === log)?.firstChild);
}

function causeButton(type, message, where, find) {
  function open() {
    const button = find();
    if (button.getAttribute('aria-expanded') === 'false') button.click();
    button.focus();
  }
  return h('button', { type: 'button', class: 'cause', on: { click: open } },
    h('strong', null, type), h('span', null, message ?? ''), h('em', null, where));
}
