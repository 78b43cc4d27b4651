// How specialists come to their answer: the generalist calls some, and each changes the distribution.
import { h, percent, put } from './dom.js';
import { argMax } from './softmax.js';

const MOST = 10;

export function specialistsPanel(box) {
  function show(name, found) {
    const probabilities = row => row.map(Math.exp);
    const steps = [found.generalist, ...found.combined].map(probabilities);
    const called = found.called.map(one => ({ ...one, places: new Map(one.classes.map((number, i) => [number, i])), p: probabilities(one.logProbabilities) }));
    const last = steps.at(-1);
    // What anybody thinks likely, the likeliest first.
    const highest = i => Math.max(...steps.map(step => step[i]), ...called.map(one => one.places.has(i) ? one.p[one.places.get(i)] : 0));
    const rows = found.classes.map((_, i) => i).sort((a, b) => highest(b) - highest(a)).slice(0, MOST).sort((a, b) => last[b] - last[a]);
    const combined = rows.map(() => h('td', { class: 's2' }));
    const bar = p => h('span', { class: 'bar' }, h('i', { style: { '--p': `${100 * p}%` } }), h('b', null, (100 * p).toFixed(1)));
    const readout = h('p', { class: 'more', role: 'status' });
    const step = h('input', { type: 'range', id: 'called', min: 0, max: called.length, step: 1, value: called.length, oninput: () => draw() });
    function draw() {
      const count = Number(step.value), q = steps[count];
      rows.forEach((i, row) => put(combined[row], bar(q[i])));
      step.setAttribute('aria-valuetext', `the generalist and ${count} of ${called.length} specialists`);
      put(readout, `${count === 0 ? 'The generalist alone' : count === 1 ? `With specialist ${called[0].number}` : `With specialists ${called.slice(0, count).map(one => one.number).join(', ')}`}: ${found.classes[argMax(q)]}, ${percent(Math.max(...q), 1)}.`);
    }
    put(box, h('section', { 'aria-labelledby': 'who' }, h('h2', { id: 'who' }, `How the specialists of ${name} answer`),
      called.length === 0 ? h('p', { class: 'intro' }, `The generalist's first class, ${found.classes[argMax(steps[0])]}, is in no specialist's set: its answer stands.`) : [
        h('p', { class: 'intro' }, `The generalist's answer calls the ${called.length === 1 ? 'one specialist that knows' : `${called.length} specialists that know`} its first classes. The combination is the distribution nearest to all of them, at T = 1.`),
        h('div', { class: 'answer team card' },
          h('div', { class: 'heat-of' }, h('label', { for: 'called' }, 'Combined so far'), step),
          readout,
          h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Answers of the specialists' }, h('table', { class: 'bars' },
            h('caption', null, 'Answers of the generalist, of its specialists, and combined'),
            h('thead', null, h('tr', null, h('td'), h('th', { scope: 'col', class: 's0' }, h('span', { class: 'name' }, 'generalist')),
              called.map(one => h('th', { scope: 'col', class: 's1' }, h('span', { class: 'name' }, `specialist ${one.number}`), h('small', null, `${one.classes.length} classes`))),
              h('th', { scope: 'col', class: 's2' }, h('span', { class: 'name' }, 'combined')))),
            h('tbody', null, rows.map((i, row) => h('tr', null, h('th', { scope: 'row' }, found.classes[i]), h('td', { class: 's0' }, bar(steps[0][i])),
              called.map(one => h('td', { class: 's1' }, one.places.has(i) ? bar(one.p[one.places.get(i)]) : '–')), combined[row]))),
            h('tfoot', null, h('tr', null, h('th', { scope: 'row' }, 'dustbin: any other class'), h('td', null, '–'), called.map(one => h('td', null, percent(one.p.at(-1), 1))), h('td', null, '–'))))))]));
    if (called.length > 0) draw();
  }
  // Specialists of a full softmax have nothing to be solved, and the server says so.
  return { show, clear: () => put(box), fail: error => put(box, error.name === 'AbortError' ? [] : h('p', { class: 'more' }, error.message)) };
}
