// The log lines that are kept, newest first, and those that come.

import { get } from './api.js';
import { h } from './dom.js';
import { count } from './format.js';
import { logList } from './logline.js';
import { Hold, empty, failure, head, leftOut, searchBox, segmented, skeleton } from './widgets.js';

const LEVELS = [['TRACE', 'All'], ['INFO', 'Info'], ['WARN', 'Warn'], ['ERROR', 'Error']];
/** OpenTelemetry's numbers of severities. */
const SEVERITY = { TRACE: 1, DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17 };
const SHOWN = 500;

export function logs(root, context, query) {
  let level = query.get('level') in SEVERITY ? query.get('level') : 'TRACE';
  let search = query.get('q') ?? '';
  let kept = null;
  let asked = 0;

  const list = logList({});
  list.element.hidden = true;
  const notice = h('div', null, skeleton(16));
  const hold = new Hold(list.element, show);
  const left = leftOut(context, 'logs');
  root.append(
    head('Logs', [left.element, hold.element],
      searchBox('Filter by text or logger', search, value => {
        search = value;
        remember();
        show();
      }),
      segmented('Lowest level', LEVELS, level, value => {
        level = value;
        remember();
        load();
      })),
    notice, list.element);

  function remember() {
    const parameters = new URLSearchParams({ level });
    if (search) parameters.set('q', search);
    window.history.replaceState(null, '', `#/logs?${parameters}`);
  }

  async function load() {
    const mine = ++asked;
    try {
      const answer = await get('logs', { level, limit: SHOWN });
      if (mine !== asked) return;
      kept = answer.logs;
      show();
    } catch (error) {
      if (mine !== asked) return;
      list.element.hidden = true;
      notice.replaceChildren(failure(error));
    }
  }

  function add(fresh) {
    if (!kept) return;
    const more = fresh.filter(log => log.severity >= SEVERITY[level]);
    if (more.length === 0) return;
    kept = [...more.sort((a, b) => b.time - a.time), ...kept].slice(0, SHOWN);
    if (hold.offer(more.filter(matches).length)) show();
  }

  function matches(log) {
    return !search || log.message.toLowerCase().includes(search) || (log.logger ?? '').toLowerCase().includes(search);
  }

  function show() {
    if (!kept) return;
    const found = kept.filter(matches);
    list.element.hidden = found.length === 0;
    notice.replaceChildren(...(found.length > 0 ? [] : [kept.length > 0
      ? empty('Nothing matches', `None of ${count(kept.length)} lines has “${search}” in its text or logger.`)
      : empty('No log line yet', level === 'TRACE'
        ? 'What the application logs with Logback shows up here within a second.'
        : 'Nothing of this level was logged. Choose a lower one to see more.')]));
    list.show(found);
  }

  const ends = [
    context.live.on('logs', event => add(event.logs)),
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
