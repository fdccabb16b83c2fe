// The log lines that are kept, the latest first.

import { liveList } from './livelist.js';
import { logList } from './logline.js';

const LEVELS = [['TRACE', 'All'], ['INFO', 'Info'], ['WARN', 'Warn'], ['ERROR', 'Error']];
/** OpenTelemetry's numbers of severities. */
const SEVERITY = { TRACE: 1, INFO: 9, WARN: 13, ERROR: 17 };
const SHOWN = 500;

export function logs(root, context, query) {
  const list = logList({});
  return liveList(root, context, query, {
    name: 'logs',
    title: 'Logs',
    searches: 'Filter by text or logger',
    legend: 'Lowest level',
    rows: 16,
    parameter: 'level',
    choices: LEVELS,
    shown: SHOWN,
    asks: level => ({ level, limit: SHOWN }),
    wanted: (log, level) => log.severity >= SEVERITY[level],
    order: () => (a, b) => b.time - a.time,
    matches: (log, search) => log.message.toLowerCase().includes(search) || (log.logger ?? '').toLowerCase().includes(search),
    element: list.element,
    show: list.show,
    empty: level => ['No log line yet', level === 'TRACE'
      ? 'What the application logs with Logback shows up here within a second.'
      : 'Nothing of this level was logged. Choose a lower one to see more.'],
    nothing: (number, search) => `None of ${number} lines has “${search}” in its text or logger.`,
  });
}
