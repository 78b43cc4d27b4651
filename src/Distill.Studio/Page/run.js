// One run, and several side by side.
import { get, post, query } from './api.js';
import { duration, h, number, percent, problem, put } from './dom.js';
import { legend, linePlot } from './plot.js';
import { listen, runs } from './store.js';

const EVERY = 2000;
const COLOURS = 6;

// Curves are drawn anew as a run writes, but not for each line.
function curves(names, draw) {
  let busy = false, again = false, timer = 0, ended = false;
  async function load() {
    if (ended) return;
    if (busy) { again = true; return; }
    busy = true;
    try {
      draw(await get(`/api/curves?${query('run', names)}`));
    } catch (error) {
      draw(null, error);
    }
    busy = false;
    if (again && !ended) { again = false; timer = setTimeout(load, EVERY); }
  }
  const stop = listen(changed => { if (!changed || names.some(name => changed.has(name))) { clearTimeout(timer); timer = setTimeout(load, 200); } });
  load();
  return () => { ended = true; stop(); clearTimeout(timer); };
}

const tile = (term, value, detail) => h('div', null, h('dt', null, term), h('dd', null, h('b', null, value), detail ? h('span', null, detail) : null));

function tiles(row) {
  const o = row.overview, p = row.progress;
  return h('dl', { class: 'tiles' },
    tile('Status', p && !p.isAlive ? 'killed' : o.status ?? 'unreadable', p ? p.epochs ? `epoch ${number(Math.round(p.epoch * 100) / 100)} of ${p.epochs}` : '' : o.message ?? ''),
    p ? tile('Time left', duration(p.secondsLeft), 'at the pace so far') : tile('Took', duration(o.seconds)),
    tile('Right on the test set', percent(o.right), o.data ?? ''),
    tile('Right on held-out data', percent(p?.heldOutRight ?? o.heldOutRight), p?.loss == null ? '' : `training loss ${number(p.loss)}`));
}

// What can be done with a run changes with its state, and a button does it.
function control(name, box) {
  let shown = null, resume = null, canResume = false;
  const says = h('p', { class: 'more', role: 'status' });
  async function act(button, path, said) {
    button.disabled = true;
    put(says, `${said} …`);
    try {
      await post(path, { run: name });
    } catch (error) {
      put(says, problem(error));
      button.disabled = false;
    }
  }
  const button = (text, path, said) => h('button', { type: 'button', onclick: event => act(event.target, path, said) }, text);
  function draw() {
    const row = runs.get(name), alive = row?.progress?.isAlive;
    const state = !row ? '' : alive ? 'stop' : row.overview.status !== 'done' && resume ? 'resume' : '';
    if (state === shown) return;
    shown = state;
    put(says);
    put(box,
      state === 'stop' ? button('Stop', '/api/stop', 'Asked to stop; it writes a checkpoint first')
        : state === 'resume' && canResume ? button('Resume', '/api/resume', 'Resuming') : null,
      state === 'resume' ? h('pre', { class: 'command' }, resume) : null,
      says);
  }
  // A run that is stopped later is resumed by the same command.
  get(`/api/resumption?${query('run', [name])}`).then(found => { [resume, canResume, shown] = [found.command, found.canResume, null]; draw(); }, () => {});
  return draw;
}

export function runView(view, parameters) {
  const name = parameters.get('run') ?? '';
  const head = h('div'), actions = h('div', { class: 'control' }), plots = h('div', { class: 'plots pairs' }), details = h('div');
  const page = `/report?${query('run', [name])}`;
  put(view,
    h('p', { class: 'crumbs' }, h('a', { href: '#runs' }, '‹ Runs')),
    h('h1', null, name),
    head, actions,
    h('p', { class: 'actions' },
      h('a', { class: 'button', href: `#playground?${query('student', [name])}` }, 'Ask its model'),
      h('a', { class: 'button', href: `#classes?${query('model', [name])}` }, 'Its confused classes'),
      h('a', { class: 'button', href: page, target: '_blank', rel: 'noopener' }, 'Report')),
    h('section', { 'aria-labelledby': 'curves' }, h('h2', { id: 'curves' }, 'Learning curves'), legend([{ name: 'training', colour: 0 }, { name: 'held-out data', colour: 1 }]), plots),
    h('section', { 'aria-labelledby': 'asked' }, h('h2', { id: 'asked' }, 'What it was asked for'), details),
    h('section', { 'aria-labelledby': 'report' }, h('h2', { id: 'report' }, 'Report'),
      h('iframe', { class: 'report card', src: page, title: `Report of ${name}`, loading: 'lazy', sandbox: true })));
  const drawControl = control(name, actions);
  const draw = () => { put(head, runs.has(name) ? tiles(runs.get(name)) : []); drawControl(); };
  draw();
  const stop = listen(draw);
  const end = curves([name], (found, error) => {
    if (error) return put(plots, problem(error));
    put(plots, found.plots.map(plot => linePlot(plot.title, plot.series.map(line => ({ name: line.part, colour: line.part === 'training' ? 0 : 1, points: line.points })))));
    if (found.plots.length === 0) put(plots, h('p', { class: 'intro' }, 'This run has written no metrics of its own.'));
  });
  get(`/api/run?${query('run', [name])}`).then(run => put(details,
    run.warnings?.map(warning => h('p', { class: 'card warning' }, warning)),
    h('pre', { class: 'command' }, run.command),
    h('details', null, h('summary', null, 'Configuration'), h('pre', null, JSON.stringify(run.configuration, null, 2))),
    h('p', { class: 'more' }, `${run.status}. ${run.machine.processor}, ${run.machine.operatingSystem}. ${run.path}`)), error => put(details, problem(error)));
  return () => { stop(); end(); };
}

export function compareView(view, parameters) {
  const names = parameters.getAll('run');
  const colour = name => names.indexOf(name) % COLOURS;
  const scores = h('tbody'), plots = h('div', { class: 'plots pairs' }), differences = h('div');
  const page = `/compare?${query('run', names)}`;
  put(view,
    h('p', { class: 'crumbs' }, h('a', { href: '#runs' }, '‹ Runs')),
    h('h1', null, `${names.length} runs side by side`),
    h('p', { class: 'actions' },
      h('a', { class: 'button', href: page, target: '_blank', rel: 'noopener' }, 'Document of distill compare'),
      h('a', { class: 'button', href: `${page}&tests=true`, target: '_blank', rel: 'noopener', title: 'Measures the models again on the test set; this takes a while' }, 'With paired tests')),
    h('section', { 'aria-labelledby': 'scores' }, h('h2', { id: 'scores' }, 'Scores'),
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of scores' }, h('table', null, h('caption', null, 'Scores'),
        h('thead', null, h('tr', null, ['run', 'status', 'model', 'T', 'test right', 'held-out right', 'took'].map(text => h('th', { scope: 'col' }, text)))), scores))),
    h('section', { 'aria-labelledby': 'differs' }, h('h2', { id: 'differs' }, 'What differs'), differences),
    h('section', { 'aria-labelledby': 'curves' }, h('h2', { id: 'curves' }, 'Learning curves'),
      h('p', { class: 'intro' }, 'Thick lines are held-out data, thin ones training. Losses compare only where runs minimise the same one.'),
      legend(names.map(name => ({ name, colour: colour(name), href: `#run?${query('run', [name])}` }))), plots));
  const draw = () => put(scores, names.map(name => {
    const row = runs.get(name), o = row?.overview ?? {};
    return h('tr', null, h('th', { scope: 'row', class: `s${colour(name)}` }, h('span', { class: 'name' }, name)), [row?.progress ? `${o.status}, ${duration(row.progress.secondsLeft)} left` : o.status ?? '–', o.model ?? '–', number(o.temperature),
      percent(o.right), percent(row?.progress?.heldOutRight ?? o.heldOutRight), duration(o.seconds)].map(text => h('td', null, text)));
  }));
  draw();
  const stop = listen(draw);
  const end = curves(names, (found, error) => {
    if (error) return put(plots, problem(error));
    put(plots, found.plots.map(plot => linePlot(plot.title, plot.series.map(line => ({
      name: plot.series.filter(other => other.run === line.run).length > 1 ? `${line.run} ${line.part}` : line.run,
      colour: colour(line.run), faint: line.part === 'training' && plot.series.some(other => other.part !== 'training'), points: line.points,
    })))));
  });
  get(`/api/differences?${query('run', names)}`).then(table => put(differences, table.rows.length === 0 ? h('p', { class: 'intro' }, 'The runs were asked for the same.')
    : h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Table of differences' }, h('table', null, h('caption', null, 'Keys of the configuration that differ'),
      h('thead', null, h('tr', null, table.columns.map(text => h('th', { scope: 'col' }, text)))),
      h('tbody', null, table.rows.map(row => h('tr', null, row.map((text, i) => h(i ? 'td' : 'th', i ? null : { scope: 'row' }, text)))))))), error => put(differences, problem(error)));
  return () => { stop(); end(); };
}
