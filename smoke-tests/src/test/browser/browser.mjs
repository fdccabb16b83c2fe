// Chromium, and pages that keep account of what must not happen on them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

export const CONSOLE = process.env.CONSOLE;
export const VIEWS = ['', 'traces', 'statements', 'logs', 'jvm', 'agent'];

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE = 60_000;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  // Tests of the build may run as root, where Chromium's sandbox does not work.
  args: ['--no-sandbox'],
});

export const closeBrowser = () => browser.close();

/** Those that a failed test left open, and their streams. */
export const closePages = () => Promise.all(browser.contexts().map(each => each.close()));

/**
 * A page of a fresh profile. Its `requests` and `errors` are lists; `shift()` is how much its layout
 * moved without the user.
 */
export async function open(hash = '', { width = 1280, height = 800, scheme = 'light', base = CONSOLE } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) {
        if (!entry.hadRecentInput) {
          window.shifts.push(`${entry.value} of ${entry.sources.map(each => each.node?.outerHTML?.slice(0, 120)).join(' and ')}`);
        }
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const requests = [];
  const errors = [];
  page.on('request', request => requests.push(request));
  page.on('pageerror', error => errors.push(String(error)));
  page.on('dialog', dialog => errors.push(`dialog ${dialog.message()}`));
  await page.goto(`${base}/#/${hash}`);
  await page.locator('#live', { hasText: 'Live' }).waitFor();
  return Object.assign(page, {
    requests,
    errors,
    shifts: () => page.evaluate(() => window.shifts),
    done: () => context.close(),
  });
}

/** Asks until the answer is as expected; says what it was if it never is. */
export async function until(ask, expected, what) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const answer = await ask();
    try {
      assert.deepEqual(answer, expected, what);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

/** What axe finds, a line each. */
export async function audit(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations.flatMap(each => each.nodes.map(node => `${each.id}: ${node.html.slice(0, 160)} ${node.any.map(any => any.message).join(' ')}`));
}

/** The text of the cells of a table's row that begins so; numbers are numbers. */
export async function cells(page, name) {
  const row = page.locator('tbody tr').filter({ has: page.locator('th', { hasText: name }) }).first();
  if ((await row.count()) === 0) return null;
  return (await row.locator('td').allInnerTexts()).map(text => text.trim().replaceAll(',', ''));
}
