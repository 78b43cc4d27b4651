import { query } from './api.js';
import { duration, h, number, percent, put, when } from './dom.js';
import { folder, listen, runs } from './store.js';

const STEP = 200;
const MOST = 12;
const time = row => Date.parse(row.overview.started ?? 0) || 0;
const columns = [
  ['name', 'run', row => row.name],
  ['status', 'status', row => row.overview.status ?? 'unreadable'],
  ['data', 'data', row => row.overview.data ?? ''],
  ['model', 'model', row => row.overview.model ?? ''],
  ['temperature', 'T', row => row.overview.temperature ?? -1],
  ['right', 'test right', row => row.overview.right ?? -1],
  ['heldOut', 'held-out right', row => row.progress?.heldOutRight ?? row.overview.heldOutRight ?? -1],
  ['seconds', 'took', row => row.overview.seconds ?? Infinity],
  ['started', 'started', time],
];
// What was chosen stays when one comes back from a run's page.
const state = { sort: 'started', down: true, words: '', status: '', limit: STEP, selected: new Set() };

const stateOf = row => row.progress && !row.progress.isAlive ? 'killed' : row.overview.status ?? 'unreadable';

function statusCell(row) {
  const status = stateOf(row);
  if (status !== 'running') return h('td', { class: 'status' }, h('span', { class: `pill ${status}`, title: row.overview.message ?? '' }, status));
  const { epoch, epochs, secondsLeft } = row.progress;
  const share = epochs ? Math.min(1, epoch / epochs) : null;
  return h('td', { class: 'status' }, h('span', { class: 'pill running' }, 'running'),
    share === null ? null : h('progress', { max: 1, value: share, 'aria-label': `${row.name}: ${Math.round(100 * share)} %` }),
    h('small', null, epochs ? `epoch ${number(Math.round(epoch * 10) / 10)} of ${epochs}${secondsLeft == null ? '' : `, ${duration(secondsLeft)} left`}` : ''));
}

function cells(row) {
  const o = row.overview;
  return [
    h('th', { scope: 'row' }, h('a', { href: `#run?${query('run', [row.name])}` }, row.name), h('small', null, o.kind ?? '', h('span', { class: 'narrow' }, o.data ? `, ${o.data}` : ''))),
    statusCell(row),
    h('td', { class: 'text' }, o.data ?? '–'),
    h('td', { class: 'text' }, o.model ?? '–'),
    h('td', null, o.temperature == null ? '–' : number(o.temperature)),
    h('td', { class: 'strong' }, percent(o.right)),
    h('td', null, percent(row.progress?.heldOutRight ?? o.heldOutRight)),
    h('td', null, o.seconds == null ? '–' : duration(o.seconds)),
    h('td', null, h('time', { datetime: o.started, title: o.started }, when(o.started))),
  ];
}

export function runsView(view) {
  const body = h('tbody');
  const lines = new Map();
  const count = h('p', { class: 'count', role: 'status' });
  const more = h('button', { type: 'button', onclick: () => { state.limit += STEP; draw(); } });
  const compare = h('a', { class: 'button' });
  const heads = columns.map(([key, title]) => h('th', { scope: 'col', class: ['data', 'model', 'status'].includes(key) ? 'text' : '' },
    h('button', { type: 'button', onclick: () => { state.down = state.sort === key ? !state.down : !['name', 'data', 'model', 'status'].includes(key); state.sort = key; draw(); } }, title)));
  const words = h('input', { type: 'search', id: 'filter', value: state.words, placeholder: 'name, data, model', oninput: event => { state.words = event.target.value; state.limit = STEP; draw(); } });
  const status = h('select', { id: 'status', onchange: event => { state.status = event.target.value; state.limit = STEP; draw(); } },
    ['', 'running', 'done', 'interrupted', 'failed', 'killed', 'unreadable'].map(name => h('option', { value: name, selected: name === state.status }, name || 'any status')));
  const empty = h('p', { class: 'intro' });
  put(view,
    h('h1', null, 'Runs'),
    h('p', { class: 'intro' }, 'All runs of ', h('code', null, folder.path || 'the folder'), ', as they are written. Select two or more to compare them.'),
    h('form', { class: 'tools', role: 'search', onsubmit: event => event.preventDefault() },
      h('label', { for: 'filter' }, 'Filter'), words, h('label', { for: 'status' }, 'Status'), status, compare),
    count,
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Runs' }, h('table', { class: 'runs' },
      h('caption', null, 'Runs'), h('thead', null, h('tr', null, h('td', null, h('span', { class: 'hidden' }, 'select')), heads)), body)),
    empty, more);

  function line(row) {
    const known = lines.get(row.name);
    if (known?.row === row) return known.tr;
    const tr = known?.tr ?? h('tr', null, h('td', { class: 'choose' }, h('input', {
      type: 'checkbox', checked: state.selected.has(row.name), 'aria-label': `select ${row.name}`,
      onchange: event => { event.target.checked ? state.selected.add(row.name) : state.selected.delete(row.name); drawCompare(); },
    })));
    const focused = tr.contains(document.activeElement) && document.activeElement.tagName === 'A';
    while (tr.children.length > 1) tr.lastChild.remove();
    tr.append(...cells(row));
    if (focused) tr.querySelector('a').focus({ preventScroll: true });
    lines.set(row.name, { row, tr });
    return tr;
  }

  function drawCompare() {
    for (const name of state.selected) if (!runs.has(name)) state.selected.delete(name);
    const names = [...state.selected];
    const good = names.length >= 2 && names.length <= MOST;
    compare.textContent = names.length > MOST ? `${names.length} selected, ${MOST} at most` : names.length < 2 ? 'Compare' : `Compare ${names.length} runs`;
    if (good) compare.setAttribute('href', `#compare?${query('run', names)}`);
    else compare.removeAttribute('href');
    compare.setAttribute('aria-disabled', String(!good));
  }

  function draw() {
    const parts = state.words.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = [...runs.values()].filter(row => (!state.status || stateOf(row) === state.status)
      && parts.every(part => `${row.name} ${row.overview.kind} ${row.overview.data} ${row.overview.model}`.toLowerCase().includes(part)));
    const value = columns.find(([key]) => key === state.sort)[2];
    const sign = state.down ? -1 : 1;
    chosen.sort((a, b) => { const [x, y] = [value(a), value(b)]; return (x < y ? -1 : x > y ? 1 : 0) * sign || time(b) - time(a); });
    const shown = chosen.slice(0, state.limit);
    // Lines that are there stay, so that focus and scroll position do.
    const keep = new Set(shown.map(row => row.name));
    for (const [name, { tr }] of lines) if (!keep.has(name)) { tr.remove(); lines.delete(name); }
    shown.forEach((row, i) => { const tr = line(row); if (body.children[i] !== tr) body.insertBefore(tr, body.children[i] ?? null); });
    heads.forEach((head, i) => columns[i][0] === state.sort ? head.setAttribute('aria-sort', state.down ? 'descending' : 'ascending') : head.removeAttribute('aria-sort'));
    const under = [...runs.values()].filter(row => stateOf(row) === 'running').length;
    const text = `${number(chosen.length)} of ${number(runs.size)} runs${under ? `, ${under} under way` : ''}${folder.pending ? `, ${number(folder.pending)} still to be read` : ''}`;
    // A screen reader says what changes, and only that.
    if (count.textContent !== text) count.textContent = text;
    empty.textContent = runs.size === 0 ? 'There is no run yet. Start one, for example: distill train --data mnist --network mlp:100' : chosen.length === 0 ? 'No run fits the filter.' : '';
    more.hidden = chosen.length <= state.limit;
    more.textContent = `Show ${Math.min(STEP, chosen.length - shown.length)} more`;
    drawCompare();
  }

  let pending = 0;
  const stop = listen(() => { pending ||= requestAnimationFrame(() => { pending = 0; view.querySelector('.intro code').textContent = folder.path; draw(); }); });
  draw();
  return () => { stop(); cancelAnimationFrame(pending); };
}
