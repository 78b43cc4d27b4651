import { post, query } from './api.js';
import { h, number, percent, problem, put } from './dom.js';
import { classMap, setColour } from './map.js';
import { chooser, forget, guess, models } from './models.js';

const MOST_PAIRS = 12;
const signed = text => text.replaceAll('-', '−');

export function classesView(view, parameters) {
  const ending = new AbortController();
  const chosen = parameters.getAll('model');
  const choice = h('div', { class: 'choice card' }), content = h('div');
  let clusters = null, specialists = parameters.get('specialists'), teams = [], kind = 'correlation', drawn = null;
  put(view,
    h('h1', null, 'Classes'),
    h('p', { class: 'intro' }, 'Classes that a model confuses: their probabilities rise and fall together. The clusters are those that specialists would take.'),
    choice, content);

  async function load() {
    history.replaceState(null, '', `#classes?${query('model', chosen)}${specialists ? `&${query('specialists', [specialists])}` : ''}`);
    if (chosen.length === 0) return put(content, h('p', { class: 'intro' }, 'Choose a model.'));
    put(content, h('p', { class: 'intro', role: 'status' }, 'Asking the model about its test set …'));
    try {
      show(await post('/api/classes', { models: chosen, clusters, specialists }, ending.signal));
    } catch (error) {
      if (error.name !== 'AbortError') put(content, problem(error));
    }
  }

  function show(map) {
    const readout = h('p', { class: 'pair-of', role: 'status' }, 'Point at a cell, or move over the map with the arrow keys.');
    const examples = h('div', { 'aria-live': 'polite' }), stage = h('div', { class: 'stage' });
    const at = (first, second, covariance, correlation) => put(readout,
      h('b', null, first === second ? first.name : `${first.name} and ${second.name}`),
      first === second ? `: ${first.examples === 0 ? 'no test example' : `${percent(first.right / first.examples, 1)} of ${number(first.examples)} right`}, variance ${number(covariance)}` : `: correlation ${signed(correlation.toFixed(3))}, covariance ${signed(number(covariance))}`, told(first, second));
    const sets = (map.sets ?? []).map(set => new Set(set));
    // Of a pair: which specialists have both classes.
    const having = (first, second) => sets.flatMap((set, i) => set.has(first.number) && set.has(second.number) ? [i + 1] : []);
    const told = (first, second) => {
      if (sets.length === 0) return '';
      const who = having(first, second);
      return who.length === 0 ? '; no specialist has ' + (first === second ? 'it' : 'both') : `; specialist${who.length > 1 ? 's' : ''} ${who.join(', ')}`;
    };
    function plan() {
      drawn = classMap(map, kind, at, pair);
      put(stage, drawn.canvas);
      drawn.draw();
      pairs();
    }
    async function pair(first, second) {
      put(examples, h('p', { class: 'intro' }, 'Looking for examples …'));
      try {
        const found = await post('/api/classes/pair', { models: chosen, first: first.number, second: second.number }, ending.signal);
        put(examples, h('h2', null, first === second ? `${first.name}: the least certain` : `${first.name} and ${second.name}`),
          found.examples.length === 0 ? h('p', { class: 'intro' }, 'None of the test examples that were asked about are of these classes.') : h('ul', { class: 'wall' }, found.examples.map(one => h('li', { class: 'card' },
            found.images ? h('img', { src: `/api/example.png?${query('model', chosen)}&index=${one.index}`, alt: `test example ${one.index}`, loading: 'lazy' }) : h('span', null, `example ${one.index}`),
            h('span', null, h('b', null, one.label), ` ${percent(one.own, 0)}`),
            first === second ? null : h('small', null, `${one.label === first.name ? second.name : first.name} ${percent(one.other, 0)}`)))));
      } catch (error) {
        if (error.name !== 'AbortError') put(examples, problem(error));
      }
    }
    const all = map.classes.flatMap((first, i) => map.classes.slice(i + 1).map((second, j) => ({ first, second, covariance: map.covariance[i][i + 1 + j], correlation: map.correlation[i][i + 1 + j] })));
    const list = h('ol', { class: 'pairs-list' });
    const pairs = () => put(list, all.sort((a, b) => b[kind] - a[kind]).slice(0, MOST_PAIRS).map(one => h('li', null, h('button', { type: 'button', onclick: () => { at(one.first, one.second, one.covariance, one.correlation); pair(one.first, one.second); } },
      h('span', null, `${one.first.name} and ${one.second.name}`), h('small', null, kind === 'correlation' ? signed(one.correlation.toFixed(2)) : signed(one.covariance.toExponential(1)))))));
    const names = new Map(map.classes.map(one => [one.number, one.name]));
    const groups = [...new Set(map.classes.map(one => one.cluster))].map(cluster => map.classes.filter(one => one.cluster === cluster));
    put(content,
      map.problem ? h('p', { class: 'card warning' }, map.problem) : null,
      h('div', { class: 'plan' },
        h('div', { class: 'card map-card' },
          h('p', { class: 'field' },
            h('label', { for: 'kind' }, 'Show'), h('select', { id: 'kind', onchange: event => { kind = event.target.value; plan(); } }, ['correlation', 'covariance'].map(name => h('option', { value: name, selected: name === kind }, name))),
            h('label', { for: 'clusters' }, 'Clusters'), h('input', { type: 'number', id: 'clusters', min: 2, max: map.classes.length + map.leftOut, value: clusters ?? map.clusters, onchange: event => { clusters = Math.trunc(Number(event.target.value)) || null; load(); } }),
            teams.length === 0 ? null : [h('label', { for: 'specialists' }, 'Specialists'), h('select', { id: 'specialists', onchange: event => { specialists = event.target.value || null; load(); } }, h('option', { value: '' }, 'none'), teams.map(id => h('option', { value: id, selected: id === specialists }, id)))]),
          stage, readout,
          h('p', { class: 'more' }, h('span', { class: 'swatch s0' }), 'rise together more than most pairs: confused ', h('span', { class: 'swatch s1' }), 'less. ',
            `From ${number(map.examples)} test examples.${map.leftOut ? ` ${number(map.leftOut)} classes that are confused least are left out.` : ''}`)),
        h('div', null,
          h('h2', null, 'Confused most'),
          list)),
      h('section', null, examples),
      sets.length === 0 ? null : h('section', null, h('h2', null, 'Specialists'), h('p', { class: 'intro' }, 'Each is outlined on the map where both classes are its own. Point at one to see it alone.'),
        h('div', { class: 'sets' }, map.sets.map((set, i) => h('div', { class: 'set card', tabindex: 0, onpointerenter: () => drawn.light(i), onpointerleave: () => drawn.light(-1), onfocus: () => drawn.light(i), onblur: () => drawn.light(-1) },
          h('b', { class: `name s${setColour(i)}` }, `Specialist ${i + 1}`), h('small', null, ` ${set.length} classes`), h('p', null, set.map(number => names.get(number) ?? `class ${number}`).join(', ')))))),
      map.problem ? null : h('section', null, h('h2', null, 'Clusters'), h('div', { class: 'sets' }, groups.map((group, i) => h('div', { class: 'set card' },
        h('b', { class: `name s${i % 6}` }, `Cluster ${i + 1}`), h('small', null, ` ${group.length} classes`), h('p', null, group.map(one => one.name).join(', ')))))));
    plan();
  }

  const redraw = () => drawn?.draw();
  addEventListener('resize', redraw, { signal: ending.signal });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw, { signal: ending.signal });

  forget();
  models().then(list => {
    if (ending.signal.aborted) return;
    if (list.models.length === 0) return put(choice, h('p', { class: 'intro' }, 'There is no model in this folder yet.'));
    if (chosen.length === 0) {
      const first = guess(list.models);
      chosen.push(...(first.teachers.length > 0 ? first.teachers : first.students));
    }
    teams = list.models.filter(model => model.specialists).map(model => model.id);
    const known = new Set(list.models.map(model => model.id));
    put(choice, chooser('Model', () => 0, chosen, [...list.models, ...chosen.filter(id => !known.has(id)).map(id => ({ id }))], 8, load));
    load();
  }, error => put(choice, problem(error)));
  return () => ending.abort();
}
