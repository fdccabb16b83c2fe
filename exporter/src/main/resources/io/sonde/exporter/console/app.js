// The frame: which view the address names, the state of the stream, the service's name.

import { agent } from './agent.js';
import { get } from './api.js';
import { setText } from './dom.js';
import { jvm } from './jvm.js';
import { Live } from './live.js';
import { logs } from './logs.js';
import { overview } from './overview.js';
import { statements } from './statements.js';
import { trace } from './trace.js';
import { traces } from './traces.js';
import { arrowKeys, failure } from './widgets.js';

// Not an object, which has a "constructor", too.
const VIEWS = new Map([
  ['', [overview, 'Overview']],
  ['traces', [traces, 'Traces']],
  ['trace', [trace, 'Trace']],
  ['statements', [statements, 'Statements']],
  ['logs', [logs, 'Logs']],
  ['jvm', [jvm, 'JVM']],
  ['agent', [agent, 'Agent']],
]);

const main = document.getElementById('view');
const nav = document.getElementById('nav');
const status = document.getElementById('live');
const context = { live: null, state: null, cameFrom: null };
let shown = null;
let address = null;

function show() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [asked, argument] = path.split('/');
  const name = VIEWS.has(asked) ? asked : '';
  const [view, title] = VIEWS.get(name);
  context.cameFrom = address;
  address = location.hash;
  shown?.close();
  main.replaceChildren();
  main.className = `view ${name || 'overview'}`;
  document.title = `${title} · ${context.state?.service ?? 'Sonde'}`;
  for (const link of nav.children) {
    const here = link.getAttribute('href').slice(2) === (name === 'trace' ? 'traces' : name);
    if (here) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
    if (here) nav.scrollLeft = link.offsetLeft - nav.clientWidth / 2 + link.offsetWidth / 2;
  }
  shown = view(main, context, new URLSearchParams(query), argument);
  if (context.cameFrom !== null) {
    // Screen readers and the tab key go on in the new view.
    main.querySelector('h1')?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

async function loadState() {
  context.state = await get('state');
  setText(document.getElementById('service'), context.state.service);
}

function tell(text, lost) {
  setText(status, text);
  status.classList.toggle('lost', lost);
}

async function start() {
  try {
    await loadState();
  } catch (error) {
    tell('Not connected', true);
    if (error.status === 403 || error.status === 401) {
      main.className = 'view';
      main.replaceChildren(failure(error));
      return;
    }
  }
  context.live = new Live();
  context.live.on('open', () => {
    tell('Live', false);
    // The application may be another one by now, with other libraries.
    loadState().catch(() => {});
  });
  context.live.on('lost', () => tell('Reconnecting', true));
  addEventListener('hashchange', show);
  arrowKeys(nav, 'a', 'ArrowLeft', 'ArrowRight');
  show();
}

document.querySelector('.skip').addEventListener('click', event => {
  event.preventDefault();
  main.querySelector('h1')?.focus();
});
start();
