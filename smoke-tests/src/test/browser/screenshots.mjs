// Pictures of the main views for the README: CONSOLE is the shop's, FOLDER where they go.

import { closeBrowser, open, CONSOLE } from './browser.mjs';

const FOLDER = process.env.FOLDER;
const answer = await (await fetch(`${CONSOLE}/console/api/traces?sort=failed`)).json();
const order = answer.traces.find(trace => trace.name === 'POST /orders');
const views = {
  overview: '?range=5',
  traces: 'traces',
  trace: `trace/${order.traceId}`,
  statements: 'statements',
  logs: 'logs',
  jvm: 'jvm?range=5',
  agent: 'agent',
};
for (const [name, address] of Object.entries(views)) {
  const page = await open(address);
  await page.locator('.skeleton, .waiting').waitFor({ state: 'detached' });
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 1500)));
  // Its SQL is what a trace is opened for.
  if (name === 'trace') await page.locator('.span', { hasText: 'INSERT orders' }).click();
  await page.screenshot({ path: `${FOLDER}/console-${name}.png` });
  await page.done();
}
await closeBrowser();
