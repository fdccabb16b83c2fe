// A statement as people would write it: a line for each clause, keywords apart from names. The text is
// that of the span, where literals are question marks already; only its white space changes.

import { h } from './dom.js';

const TOKEN = /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`[^`]*`?|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\w[\w$.]*|\s+|[<>=!|:]+|[^\s]/g;
const CLAUSES = new Set(['select', 'from', 'where', 'group', 'having', 'order', 'limit', 'offset', 'union', 'except',
  'intersect', 'insert', 'values', 'update', 'set', 'delete', 'returning', 'join', 'left', 'right', 'inner', 'outer',
  'full', 'cross', 'with', 'merge', 'using', 'when', 'window', 'fetch']);
const CONNECTIVES = new Set(['and', 'or', 'on']);
const WORDS = new Set([...CLAUSES, ...CONNECTIVES, 'as', 'by', 'into', 'in', 'is', 'not', 'null', 'like', 'ilike', 'between',
  'exists', 'distinct', 'case', 'then', 'else', 'end', 'asc', 'desc', 'all', 'any', 'true', 'false', 'for', 'over',
  'partition', 'nothing', 'do', 'conflict', 'create', 'table', 'alter', 'drop', 'index', 'begin', 'commit', 'rollback',
  'call', 'rows', 'only', 'first', 'next', 'row', 'default', 'recursive', 'lateral', 'if', 'matched', 'escape']);
/** A clause that goes on in the same line as what is before it: LEFT JOIN, DELETE FROM, FOR UPDATE. */
const JOINED = new Set(['left', 'right', 'inner', 'outer', 'full', 'cross', 'delete', 'for', 'do', 'on', 'key']);

export function statement(text) {
  const code = h('code');
  let depth = 0;
  let before = '';
  let line = '';
  for (const token of text.match(TOKEN) ?? []) {
    const word = token.toLowerCase();
    if (/^\s/.test(token)) {
      if (line) line = line.endsWith(' ') ? line : `${line} `;
      continue;
    }
    const breaks = depth === 0 && before !== '' && ((CLAUSES.has(word) && !JOINED.has(before)) || CONNECTIVES.has(word));
    if (breaks) {
      code.append('\n', CONNECTIVES.has(word) ? '  ' : '');
      line = '';
    } else if (line.endsWith(' ')) {
      code.append(' ');
    }
    if (token === '(') depth++;
    if (token === ')') depth = Math.max(0, depth - 1);
    code.append(WORDS.has(word) ? h('span', { class: 'keyword' }, token) : token === '?' ? h('span', { class: 'value' }, token) : token);
    line += token;
    if (!token.startsWith('--')) before = word;
  }
  return h('pre', { class: 'statement', tabindex: '0' }, code);
}
