// The console in a real browser. SENT has the number of requests of each route that the application was
// sent before; what the page shows must be that.

import assert from 'node:assert/strict';
import { after, afterEach, test } from 'node:test';
import { CONSOLE, VIEWS, audit, cells, closeBrowser, closePages, open, until } from './browser.mjs';
import { cuttable } from './cut.mjs';
import { inPieces } from './pieces.mjs';

const APPLICATION = process.env.APPLICATION;
const SENT = JSON.parse(process.env.SENT);
const MAX_COMPRESSED = 150_000;
const SCRIPT = '<img src=x onerror=window.ran=1>';
const HOSTILE = `GET /hostile/${SCRIPT}`;

const send = (path, headers) => fetch(APPLICATION + path, { headers }).then(answer => answer.text());

afterEach(closePages);
after(closeBrowser);

async function failedTrace(page) {
  await page.goto(`${CONSOLE}/#/traces?sort=failed&q=${encodeURIComponent(HOSTILE)}`);
  await page.locator('tbody a').first().click();
  await page.locator('.waterfall').waitFor();
}

/** Every view by its address, and a failed trace. */
async function addresses() {
  const page = await open('traces');
  await failedTrace(page);
  const trace = new URL(page.url()).hash.slice(2);
  await page.done();
  return [...VIEWS, trace];
}

test('the numbers of the overview are what was sent', async () => {
  const page = await open();
  for (const [route, { requests, errors }] of Object.entries(SENT.routes)) {
    await until(async () => (await cells(page, route))?.slice(1, 3), [String(requests), String(errors)], route);
  }
  const all = Object.values(SENT.routes).reduce((sum, each) => sum + each.requests, 0);
  const total = () => page.locator('.tile', { hasText: 'Requests' }).locator('.value').innerText();
  await until(total, String(all), 'all requests');
  // And again when the history has them all: nothing is counted twice.
  await page.waitForResponse(answer => answer.url().includes('/history'));
  await until(total, String(all), 'all requests');
  assert.deepEqual(page.errors, []);
  await page.done();
});

test('the numbers of the statements are what was sent', async () => {
  const page = await open('statements');
  for (const [statement, count] of Object.entries(SENT.statements)) {
    await until(async () => (await cells(page, statement))?.[1], String(count), statement);
  }
  await page.getByRole('radio', { name: 'Redis' }).check();
  assert.equal(await cells(page, 'SELECT users'), null);
  await page.done();
});

test('live: what is sent now shows up without a reload', async () => {
  const [overview, traces, logs] = await Promise.all([open(), open('traces?sort=recent'), open('logs')]);
  const route = 'GET /users/{id}';
  const before = Number(await until0(overview, route));
  for (let i = 0; i < 5; i++) await send('/users/77');
  SENT.routes[route].requests += 5;
  SENT.statements['SELECT users'] += 5;
  await until(async () => (await cells(overview, route))[1], String(before + 5), route);
  await until(async () => (await logs.locator('.message').allInnerTexts()).filter(text => text === 'looking for user 77').length, 5, 'log lines');
  await traces.locator('tbody tr').filter({ hasText: route }).first().waitFor();
  assert.equal(overview.requests.filter(each => each.isNavigationRequest()).length, 1);
  for (const page of [overview, traces, logs]) {
    assert.deepEqual(page.errors, []);
    assert.deepEqual(await page.shifts(), []);
    await page.done();
  }
});

async function until0(page, route) {
  await until(async () => (await cells(page, route))?.[1], String(SENT.routes[route].requests), route);
  return SENT.routes[route].requests;
}

test('from a failed trace to its SQL and its log lines', async () => {
  const page = await open('traces');
  await failedTrace(page);
  await page.locator('.cause', { hasText: 'IllegalStateException' }).waitFor();
  const names = await page.locator('.span .what b').allInnerTexts();
  assert.deepEqual(names, [HOSTILE, 'SELECT users']);
  assert.equal(await page.locator('.head .badge').innerText(), '500');
  await page.locator('.span', { hasText: 'SELECT users' }).click();
  assert.match(await page.locator('.statement').innerText(), /SELECT name[^]*\nFROM users\nWHERE id = \?/);
  const line = page.locator('.logs li', { hasText: 'a message with' });
  assert.equal(await line.locator('.message').innerText(), `a message with ${SCRIPT}`);
  await line.locator('.entry').click();
  assert.match(await line.locator('.exception').innerText(), /^java.lang.IllegalStateException: <img/);
  await page.done();
});

test('a trace that comes into the process twice is one waterfall', async () => {
  const id = '0af7651916cd43dd8448eb211c80319c';
  const traceparent = `00-${id}-b7ad6b7169203331-01`;
  for (const user of [8, 9]) await send(`/users/${user}`, { traceparent });
  SENT.routes['GET /users/{id}'].requests += 2;
  SENT.statements['SELECT users'] += 2;
  const page = await open(`traces?sort=recent&q=${id}`);
  await until(() => page.locator('tbody tr').count(), 2, 'a row for each time');
  await page.locator('tbody a').first().click();
  await page.locator('.waterfall').waitFor();
  assert.deepEqual(await page.locator('.span .what b').allInnerTexts(),
    ['GET /users/{id}', 'SELECT users', 'GET /users/{id}', 'SELECT users']);
  assert.deepEqual(await page.locator('.logs .message').allInnerTexts(), ['looking for user 8', 'looking for user 9']);
  const starts = await page.locator('.extent').evaluateAll(all => all.map(each => parseFloat(each.style.left)));
  assert.deepEqual(starts, [...starts].sort((a, b) => a - b));
  assert.equal(starts[0], 0);
  assert.ok(starts[2] > 0 && starts[3] <= 100, String(starts));
  await page.done();
});

test('a trace of no request has a title, too', async () => {
  const page = await open();
  const span = {
    id: '1', parent: null, name: 'SELECT jobs', kind: 'client', start: 0, duration: 5, failed: false, attributes: {}, exception: null,
  };
  const trace = { traceId: '1', parts: [{ start: 1.5, spans: [span], logs: [], left: 3 }], left: 0 };
  await page.route('**/api/trace?*', route => route.fulfill({ json: trace }));
  await page.goto(`${CONSOLE}/#/trace/1`);
  await page.locator('.waterfall').waitFor();
  assert.equal((await page.locator('h1').innerText()).trim(), 'SELECT jobs');
  await page.getByText('too many to be kept 3').waitFor();
  await page.done();
});

test('a line that was opened is closed when another takes its place', async () => {
  const page = await open('logs?level=ERROR');
  await page.locator('.logs li').filter({ hasNotText: 'a message with' }).first().locator('.entry').click();
  await page.locator('.details:visible').waitFor();
  await page.locator('.search').fill('A message WITH');
  await until(() => page.locator('.logs li').count(), SENT.routes[HOSTILE].requests, 'filtered by text');
  assert.equal(await page.locator('.details:visible, .entry[aria-expanded=true]').count(), 0);
  await page.done();
});

test('an address that names no view shows the first one', async () => {
  for (const address of ['constructor', '__proto__', 'nothing/of/this', 'logs?level=constructor']) {
    const page = await open(address);
    await page.locator('h1').waitFor();
    assert.deepEqual(page.errors, [], address);
    await page.done();
  }
});

test('from a log line to its trace', async () => {
  const page = await open('logs?level=ERROR');
  const lines = page.locator('.logs li');
  await lines.first().waitFor();
  assert.deepEqual([...new Set(await lines.locator('.level').allInnerTexts())], ['ERROR']);
  await page.locator('.search').fill('a message with');
  await until(() => lines.count(), SENT.routes[HOSTILE].requests, 'filtered by text');
  await page.locator('.search').fill('nobody says this');
  await page.getByText('Nothing matches').waitFor();
  await page.locator('.search').fill('');
  await page.getByRole('radio', { name: 'All' }).check();
  await until(async () => (await lines.locator('.level').allInnerTexts()).includes('INFO'), true, 'all levels');
  await page.getByRole('radio', { name: 'Error' }).check();
  await lines.filter({ hasText: 'a message with' }).first().locator('.totrace').click();
  await page.locator('.waterfall .span[aria-expanded=true]', { hasText: HOSTILE }).waitFor();
  await page.goBack();
  await lines.first().waitFor();
  await page.done();
});

test('script is text wherever it comes from', async () => {
  const page = await open();
  for (const address of await addresses()) {
    await page.goto(`${CONSOLE}/#/${address}`);
    await page.locator('h1').waitFor();
    for (const button of await page.locator('.span, .entry').all()) await button.click();
    if (!['statements', 'jvm', 'agent'].includes(address)) await page.getByText(SCRIPT).first().waitFor();
    assert.equal(await page.evaluate(() => window.ran), undefined, address);
    assert.equal(await page.locator('img[src=x]').count(), 0, address);
  }
  assert.deepEqual(page.errors, []);
  await page.done();
});

test('the policy stops what would run nevertheless', async () => {
  const page = await open();
  const stopped = await page.evaluate(() => new Promise(resolve => {
    document.addEventListener('securitypolicyviolation', event => resolve(event.effectiveDirective), { once: true });
    const script = document.createElement('script');
    script.textContent = 'window.ran = 1';
    document.body.append(script);
  }));
  assert.match(stopped, /script-src/);
  assert.equal(await page.evaluate(() => window.ran), undefined);
  await page.done();
});

test('all views by keyboard alone', async () => {
  const page = await open();
  const focused = () => page.evaluate(() => {
    const { outlineStyle } = getComputedStyle(document.activeElement.matches('.segmented input')
      ? document.activeElement.nextSibling : document.activeElement);
    return { text: document.activeElement.textContent, tag: document.activeElement.tagName, seen: outlineStyle !== 'none' };
  });
  const tabTo = async selector => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab');
      const { text, tag, seen } = await focused();
      assert.ok(seen || tag === 'BODY', `focus is seen on ${tag} ${text}`);
      if (await page.evaluate(each => document.activeElement.matches(each), selector)) return;
    }
    assert.fail(`no tab stop ${selector}`);
  };
  await tabTo('.skip');
  await tabTo('nav a');
  for (const title of ['Traces', 'Statements', 'Logs', 'JVM', 'Agent']) {
    await page.evaluate(() => document.querySelector('nav [aria-current]').focus());
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await until(async () => {
      const { tag, text } = await focused();
      return `${tag} ${text}`;
    }, `H1 ${title}`, 'the title of the view has the focus');
  }
  await tabTo('input[type=search]');
  await page.keyboard.type('service.name');
  await until(() => page.locator('.settings tbody tr').count(), 1, 'settings');

  await page.goto(`${CONSOLE}/#/traces`);
  await tabTo('.segmented input');
  await page.keyboard.press('ArrowRight');
  await until(() => page.locator('.segmented input:checked').inputValue(), 'failed', 'which traces');
  await page.locator('tbody a').first().waitFor();
  await tabTo('tbody a');
  await page.keyboard.press('Enter');
  await page.locator('.waterfall').waitFor();
  await tabTo('.span');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.details:visible').count(), 1);
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.matches('li:nth-child(2) > .span')), true);
  await tabTo('.entry');
  await page.keyboard.press('Enter');

  await page.goto(`${CONSOLE}/#/`);
  await page.locator('tbody button').first().waitFor();
  await tabTo('.plot');
  await page.keyboard.press('ArrowLeft');
  await page.locator('.readout:visible').waitFor();
  await tabTo('thead button');
  await page.keyboard.press('Enter');
  await tabTo('tbody button');
  await page.keyboard.press('Enter');
  await page.locator('tbody [aria-pressed=true]').waitFor();
  await page.done();
});

test('axe finds nothing, in light and dark, wide and narrow', async () => {
  for (const options of [{ scheme: 'light' }, { scheme: 'dark' }, { scheme: 'dark', width: 360, height: 740 }]) {
    const page = await open('', options);
    for (const address of await addresses()) {
      await page.goto(`${CONSOLE}/#/${address}`);
      await page.locator('h1').waitFor();
      await page.locator('.skeleton, .waiting').waitFor({ state: 'detached' });
      if (address.startsWith('trace/')) {
        for (const button of await page.locator('.span, .entry').all()) await button.click();
      }
      assert.deepEqual(await audit(page), [], `${address} ${JSON.stringify(options)}`);
    }
    await page.done();
  }
});

test('the switch of the theme is kept', async () => {
  const page = await open();
  const background = () => page.evaluate(() => getComputedStyle(document.body.parentElement).backgroundColor);
  const light = await background();
  await page.locator('#theme').click();
  await page.locator('#theme').click();
  const dark = await background();
  assert.notEqual(dark, light);
  await page.reload();
  assert.equal(await background(), dark);
  await page.done();
});

test('nothing moves by itself, and nothing is wider than a phone', async () => {
  for (const width of [1280, 360]) {
    for (const address of await addresses()) {
      const page = await open(address, { width, height: 740 });
      await page.locator('h1').waitFor();
      await page.locator('.skeleton, .waiting').waitFor({ state: 'detached' });
      await send('/users/5');
      SENT.routes['GET /users/{id}'].requests++;
      SENT.statements['SELECT users']++;
      await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 1500)));
      const shifts = await page.shifts();
      // A list that moves is some hundredths; a slow machine paints the bar while it comes.
      const moved = shifts.reduce((sum, each) => sum + parseFloat(each), 0);
      assert.ok(moved < 0.001, `${address} at ${width}: ${shifts}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${address} scrolls at ${width}`);
      await page.done();
    }
  }
});

test('nothing moves while the page comes', async () => {
  const way = await inPieces(CONSOLE);
  const page = await open('', { base: way.base });
  assert.deepEqual(await page.shifts(), []);
  await page.done();
  way.close();
});

test('it is small, and asks nobody else', async () => {
  const page = await open();
  await page.locator('tbody button').first().waitFor();
  const files = page.requests.filter(each => !each.url().includes('/api/'));
  const sizes = await Promise.all(files.map(async each => (await each.sizes()).responseBodySize));
  const total = sizes.reduce((sum, each) => sum + each, 0);
  assert.ok(files.length > 10 && total > 20_000 && total < MAX_COMPRESSED, `${total} bytes in ${files.length} files`);
  assert.deepEqual(page.requests.map(each => new URL(each.url()).origin).filter(each => each !== CONSOLE), []);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime);
  console.log(`MEASURED ${total} bytes in ${files.length} files, first contentful paint after ${Math.round(paint)} ms`);
  await page.done();
});

test('a stream that is cut comes back', async () => {
  const way = await cuttable(CONSOLE);
  const page = await open('', { base: way.base });
  const route = 'GET /users/{id}';
  const before = await until0(page, route);
  way.cut();
  await page.locator('#live', { hasText: 'Reconnecting' }).waitFor();
  await send('/users/6');
  SENT.routes[route].requests++;
  SENT.statements['SELECT users']++;
  way.mend();
  await page.locator('#live', { hasText: 'Live' }).waitFor();
  await until(async () => (await cells(page, route))[1], String(before + 1), route);
  assert.deepEqual(page.errors, []);
  assert.deepEqual(await page.shifts(), []);
  await page.done();
  way.close();
});
