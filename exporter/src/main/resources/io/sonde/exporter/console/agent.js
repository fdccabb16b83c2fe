// The agent about itself: what it delivered and lost, what it watches, how it is configured.

import { get } from './api.js';
import { h, setText, showRows } from './dom.js';
import { age, count, dateTime } from './format.js';
import { badge, empty, failure, head, searchBox, skeleton, tile, tiles } from './widgets.js';

const LEDGER = ['Produced', 'Delivered', 'Queued', 'Dropped'];

export function agent(root, context) {
  const figures = { agent: tile('Agent'), jvm: tile('JVM'), up: tile('Up'), dropped: tile('Dropped') };
  const ledger = h('tbody');
  const content = h('div', null, skeleton(12));
  let startedAt = null;
  let closed = false;
  root.append(head('Agent', null), tiles(figures.agent, figures.jvm, figures.up, figures.dropped), content);

  async function load() {
    try {
      const state = await get('state');
      if (!closed) show(state);
    } catch (error) {
      if (!closed) content.replaceChildren(failure(error));
    }
  }

  function show(state) {
    figures.agent.show(state.version, `Sonde in ${state.service}`);
    figures.jvm.show(state.jvm, `process ${state.pid}`);
    startedAt = state.startedAt;
    showUp(state.now);
    content.replaceChildren(
      section('Records', state.ledger.length === 0
        ? empty('No destination', 'Nothing leaves this JVM but what is scraped: all exporters of records are off.')
        : h('div', { class: 'panel table' }, h('table', { class: 'ledger' },
        h('caption', { class: 'hidden' }, 'Records by destination and signal'),
        h('thead', null, h('tr', null,
          h('th', { scope: 'col' }, 'Destination'),
          LEDGER.map(each => h('th', { scope: 'col', class: 'number' }, each)))),
        ledger))),
      h('div', { class: 'columns' },
        section('Watched libraries', woven(state.woven)),
        section('Skipped', skipped(state.skipped))),
      section('Configuration', ...configuration(state.configuration)));
    showLedger(state.ledger);
  }

  function showUp(now) {
    figures.up.show(age((now - startedAt) / 1000), `since ${dateTime(startedAt).slice(0, 19)}`);
  }

  function showLedger(entries) {
    const all = entries.reduce((sum, entry) => sum + dropped(entry), 0);
    figures.dropped.show(count(all), all ? 'records were lost, see below' : 'nothing was lost', all > 0);
    showRows(ledger, entries, () => h('tr', null,
      h('th', { scope: 'row', class: 'name' }, h('span'), h('span', { class: 'under' })),
      LEDGER.map(each => h('td', { class: 'number' }, each === 'Dropped' ? [h('span'), h('span', { class: 'under' })] : null))), (row, entry) => {
      setText(row.cells[0].firstChild, entry.destination);
      setText(row.cells[0].lastChild, entry.signal);
      setText(row.cells[1], count(entry.produced));
      setText(row.cells[2], count(entry.delivered));
      setText(row.cells[3], count(entry.queued));
      const reasons = Object.entries(entry.dropped).filter(([, number]) => number > 0);
      setText(row.cells[4].firstChild, count(dropped(entry)));
      setText(row.cells[4].lastChild, reasons.map(([reason, number]) => (reasons.length > 1 ? `${count(number)} ${reason}` : reason)).join(', '));
      row.cells[4].classList.toggle('bad', reasons.length > 0);
    });
  }

  const ends = [
    context.live.on('tick', tick => {
      if (startedAt === null) return;
      showUp(tick.now);
      showLedger(tick.ledger);
    }),
    context.live.on('open', load),
  ];
  load();
  return {
    close() {
      closed = true;
      ends.forEach(end => end());
    },
  };
}

const dropped = entry => Object.values(entry.dropped).reduce((sum, number) => sum + number, 0);

function section(title, ...content) {
  return h('section', null, h('h2', null, title), content);
}

function woven(libraries) {
  if (libraries.length === 0) return empty('Nothing yet', 'Libraries are woven as the application loads them.');
  return h('ul', { class: 'panel chips' }, libraries.map(each =>
    h('li', null, each.library, ' ', h('span', { class: 'muted' }, `${count(each.classes)} ${each.classes === 1 ? 'class' : 'classes'}`))));
}

function skipped(entries) {
  if (entries.length === 0) return empty('Nothing', 'Every library that the agent knows and that was loaded is watched.');
  return h('ul', { class: 'panel list' }, entries.map(each => h('li', null, h('b', null, each.what), h('p', null, each.why))));
}

function configuration(settings) {
  const rows = h('tbody');
  let search = '';
  let changed = true;
  const own = settings.filter(each => each.source !== 'default');
  const note = h('p', { class: 'footnote' });
  const only = h('label', { class: 'check' },
    h('input', { type: 'checkbox', checked: own.length > 0, on: { change: event => fill(event.target.checked) } }), 'only what was set');
  function fill(value = changed) {
    changed = value;
    const found = (changed ? own : settings).filter(each => `${each.key} ${each.value}`.toLowerCase().includes(search));
    showRows(rows, found,
      () => h('tr', null, h('th', { scope: 'row', class: 'name' }, h('code')), h('td', { class: 'set' }, h('code')), h('td', { class: 'source' })),
      (row, each) => {
        setText(row.cells[0].firstChild, each.key);
        setText(row.cells[1].firstChild, each.value ?? '');
        row.cells[2].replaceChildren(badge(each.source, each.source === 'default' ? '' : 'accent'));
      });
    setText(note, `${count(found.length)} of ${count(settings.length)} settings. Secrets are never shown.`);
  }
  fill(own.length > 0);
  return [
    h('div', { class: 'controls' }, searchBox('Filter settings', '', value => {
      search = value;
      fill();
    }), only),
    h('div', { class: 'panel table' }, h('table', { class: 'settings' },
      h('caption', { class: 'hidden' }, 'Effective configuration'),
      h('thead', null, h('tr', null,
        h('th', { scope: 'col' }, 'Setting'), h('th', { scope: 'col' }, 'Value'), h('th', { scope: 'col' }, 'From'))),
      rows)),
    note,
  ];
}
