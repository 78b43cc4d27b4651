// Choosing models: chips of those that are chosen, and a list to add one.
import { get } from './api.js';
import { h, put } from './dom.js';
import { runs } from './store.js';

let listed = null;
export const models = () => listed ??= get('/api/models').catch(error => { listed = null; throw error; });
export const forget = () => { listed = null; };

// Without a choice, the newest distilled run and the best one on the same data.
export function guess(all) {
  const rows = all.map(model => runs.get(model.id)).filter(Boolean);
  const student = rows.find(row => row.overview.temperature != null) ?? rows[0];
  if (!student) return { teachers: [], students: all.slice(0, 1).map(model => model.id) };
  const others = rows.filter(row => row !== student && row.overview.data === student.overview.data);
  const teacher = others.sort((a, b) => (b.overview.right ?? 0) - (a.overview.right ?? 0))[0];
  return { teachers: teacher ? [teacher.name] : [], students: [student.name] };
}

export function chooser(label, colour, chosen, all, most, changed) {
  const id = `add-${label.toLowerCase()}`;
  const box = h('div', { class: `chooser s${colour(0)}`, role: 'group', 'aria-label': label });
  function draw(focus) {
    const select = h('select', { id, onchange: event => { if (event.target.value) { chosen.push(event.target.value); draw(true); changed(); } } },
      h('option', { value: '' }, chosen.length === 0 ? 'choose a model' : 'add'),
      all.filter(model => !chosen.includes(model.id)).map(model => h('option', { value: model.id }, model.id)));
    put(box, h('label', { for: id }, label),
      chosen.map((name, i) => h('span', { class: `chip s${colour(i)}` }, h('span', { class: 'dot' }), name,
        h('button', { type: 'button', 'aria-label': `remove ${name}`, onclick: () => { chosen.splice(chosen.indexOf(name), 1); draw(true); changed(); } }, '×'))),
      chosen.length < most ? select : null);
    if (focus) (chosen.length < most ? select : box.querySelector('button'))?.focus();
  }
  draw(false);
  return box;
}
