// Distributions side by side, as bars that follow the temperature.
import { h, number, put } from './dom.js';
import { argMax, divergence, entropy, meanOf, soften } from './softmax.js';

const MOST = 12;

// columns: [{ name, colour, members: [logProbabilities, …], teacher }]
export function bars(box, says) {
  let shown = null;

  function distributions(columns, temperature) {
    return columns.map(column => meanOf(column.members.map(member => soften(member, temperature))));
  }

  function build(classes, columns, label) {
    const plain = distributions(columns, 1);
    const order = classes.map((_, i) => i);
    if (classes.length > MOST) order.sort((a, b) => Math.max(...plain.map(p => p[b] ?? 0)) - Math.max(...plain.map(p => p[a] ?? 0)));
    const rows = order.slice(0, MOST).map(i => ({ i, cells: columns.map(column => {
      const share = h('b'), bar = h('i');
      return { share, bar, cell: h('td', { class: `s${column.colour}` }, h('span', { class: 'bar' }, bar, share)) };
    }) }));
    const facts = columns.map(() => ({ entropy: h('td'), divergence: h('td') }));
    put(box, h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Probabilities' }, h('table', { class: 'bars' },
      h('caption', null, 'Probabilities of the classes'),
      h('thead', null, h('tr', null, h('td'), columns.map(column => h('th', { scope: 'col', class: `s${column.colour}` }, h('span', { class: 'name' }, column.name), h('small', null, column.teacher ? 'teacher' : 'student'))))),
      h('tbody', null, rows.map(row => h('tr', { class: classes[row.i] === label ? 'true' : '' }, h('th', { scope: 'row' }, classes[row.i], classes[row.i] === label ? h('small', null, 'label') : null), row.cells.map(cell => cell.cell)))),
      h('tfoot', null,
        h('tr', null, h('th', { scope: 'row' }, 'entropy, nats'), facts.map(fact => fact.entropy)),
        columns.some(column => column.teacher) ? h('tr', null, h('th', { scope: 'row' }, 'KL from the teacher, nats'), facts.map(fact => fact.divergence)) : null))),
      classes.length > MOST ? h('p', { class: 'more' }, `The ${MOST} most probable of ${number(classes.length)} classes.`) : null);
    shown = { classes, columns, rows, facts };
  }

  function soften_(temperature) {
    if (!shown) return;
    const all = distributions(shown.columns, temperature);
    const teacher = all[shown.columns.findIndex(column => column.teacher)];
    const best = all.map(argMax);
    for (const { i, cells } of shown.rows) {
      cells.forEach(({ share, bar }, column) => {
        const p = all[column][i];
        bar.style.setProperty('--p', `${100 * (p ?? 0)}%`);
        share.textContent = p === null ? '–' : (100 * p).toFixed(p < 0.0095 || p > 0.9995 && p < 0.99995 ? 2 : 1);
        share.classList.toggle('best', best[column] === i);
      });
    }
    shown.facts.forEach((fact, column) => {
      fact.entropy.textContent = entropy(all[column]).toFixed(3);
      const apart = shown.columns[column].teacher || !teacher ? null : divergence(teacher, all[column]);
      fact.divergence.textContent = apart === null ? '–' : apart.toFixed(apart < 0.001 ? 5 : 3);
    });
    return all;
  }

  return {
    show(classes, columns, temperature, label) {
      build(classes, columns, label);
      const all = soften_(temperature);
      says(shown.columns.map((column, i) => { const best = argMax(all[i]); return `${column.name}: ${classes[best]}, ${(100 * all[i][best]).toFixed(1)} %`; }).join('; '));
    },
    soften: soften_,
    clear() { shown = null; put(box); },
  };
}
