import { get, post, query } from './api.js';
import { bars } from './bars.js';
import { h, number, percent, problem, put } from './dom.js';
import { chooser, forget, guess, models } from './models.js';
import { base64, pad, png } from './pad.js';
import { record } from './recorder.js';
import { specialistsPanel } from './specialists.js';

const MOST_T = 20;
const MOST_FILE = 16 << 20;
const PAUSE = 120;
const toT = position => MOST_T ** (position / 1000);
const toPosition = temperature => Math.round(1000 * Math.log(temperature) / Math.log(MOST_T));

export function playgroundView(view, parameters) {
  const ending = new AbortController();
  const teachers = parameters.getAll('teacher'), students = parameters.getAll('student');
  const choice = h('div', { class: 'choice card' }), input = h('div', { class: 'input card' }), result = h('div'), team = h('div'), wall = h('div'), notes = h('div');
  const panel = specialistsPanel(team);
  let teams = new Set();
  const status = h('p', { class: 'hidden', role: 'status', 'aria-live': 'polite' });
  let look = null, temperature = Number(parameters.get('t')) || 1, asked = null, asking = false, again = false, speak = 0, current = Number(parameters.get('example')) || 0;
  const chartBox = h('div', { class: 'chart' });
  const table = bars(chartBox, text => { clearTimeout(speak); speak = setTimeout(() => { status.textContent = text; }, 500); });

  const exact = h('input', { type: 'number', id: 'exact', min: 0.05, max: 1000, step: 'any', value: temperature, oninput: event => { const value = Number(event.target.value); if (value > 0) { temperature = value; slider.value = toPosition(Math.min(MOST_T, Math.max(1, value))); soften(); } } });
  const slider = h('input', { type: 'range', id: 'temperature', min: 0, max: 1000, step: 1, value: toPosition(temperature), 'aria-valuetext': `T = ${temperature}`, oninput: event => {
    temperature = Number(toT(Number(event.target.value)).toPrecision(3));
    exact.value = temperature;
    soften();
  } });
  function soften() {
    slider.setAttribute('aria-valuetext', `T = ${temperature}`);
    table.soften(temperature);
    remember();
  }

  // The address shows the same again; browsers take few changes of it a second.
  let note = 0;
  function remember() {
    clearTimeout(note);
    note = setTimeout(() => history.replaceState(null, '', `#playground?${[query('teacher', teachers), query('student', students), query('t', [temperature]), query('example', [current])].filter(Boolean).join('&')}`), 2 * PAUSE);
  }

  put(view,
    h('h1', null, 'Playground'),
    h('p', { class: 'intro' }, 'Ask a teacher and its students the same thing, and raise the temperature: what the teacher knows beside its answer appears.'),
    choice, notes,
    h('div', { class: 'bench' }, input,
      h('div', { class: 'answer card' },
        h('div', { class: 'heat-of' }, h('label', { for: 'temperature' }, 'Temperature'), slider, h('span', { class: 'nowrap' }, h('label', { for: 'exact' }, 'T = '), exact)),
        chartBox, result)),
    status, team, wall);

  // The latest question wins; those between are not asked.
  async function ask(question) {
    asked = question ?? asked;
    if (!asked || !look) return;
    if (asking) { again = true; return; }
    asking = true;
    try {
      const what = await asked();
      const answer = await post('/api/predict', { models: look.models.map(model => model.id), ...what }, ending.signal);
      put(result);
      const of = id => answer.models.find(model => model.id === id);
      const columns = [];
      if (teachers.length > 0) columns.push({ name: teachers.length === 1 ? of(teachers[0]).name : `mean of ${teachers.length}`, colour: 0, teacher: true, members: teachers.map(id => of(id).logProbabilities) });
      students.forEach((id, i) => columns.push({ name: of(id).name, colour: 1 + i % 5, members: [of(id).logProbabilities] }));
      table.show(answer.classes, columns, temperature, answer.label);
      const combined = look.models.find(model => teams.has(model.id))?.id;
      if (combined) await post('/api/specialists', { models: [combined], ...what }, ending.signal).then(found => panel.show(combined, found), error => panel.fail(error));
    } catch (error) {
      if (error.name !== 'AbortError') put(result, problem(error));
    }
    asking = false;
    if (again) { again = false; ask(); }
  }

  function imageInput() {
    const { width, height } = look.shape;
    const seen = h('canvas', { class: 'seen', width, height, role: 'img', 'aria-label': 'What the models see' });
    const caption = h('p', { class: 'more' }, 'Draw, take an example, or drop or paste a picture.');
    let timer = 0;
    const board = pad(() => { clearTimeout(timer); timer = setTimeout(draw, PAUSE); });
    function draw() {
      const image = board.drawn(width, height);
      if (!image) return;
      seen.getContext('2d').drawImage(image, 0, 0);
      caption.textContent = 'What you drew, centred, as the models see it.';
      ask(async () => ({ file: await base64(await png(image)) }));
    }
    async function file(blob) {
      if (blob.size > MOST_FILE) return put(result, problem(new Error(`The file has ${number(blob.size)} bytes; at most ${number(MOST_FILE)} are taken.`)));
      caption.textContent = blob.name ?? 'A picture.';
      const picture = await createImageBitmap(blob).catch(() => null);
      const target = seen.getContext('2d');
      target.clearRect(0, 0, width, height);
      if (picture) target.drawImage(picture, 0, 0, width, height);
      const bytes = await base64(blob);
      ask(() => ({ file: bytes }));
    }
    async function example(index) {
      caption.textContent = `Test example ${index} of ${look.set.data}.`;
      const picture = new Image();
      picture.onload = () => { const target = seen.getContext('2d'); target.clearRect(0, 0, width, height); target.drawImage(picture, 0, 0, width, height); };
      picture.src = `/api/example.png?${query('model', look.models.map(model => model.id))}&index=${index}`;
      ask(() => ({ example: index }));
    }
    const choose = h('input', { type: 'file', id: 'file', accept: look.kind === 'recordings' ? '.wav' : 'image/*', onchange: event => event.target.files[0] && file(event.target.files[0]) });
    listeners(file);
    put(input,
      look.kind === 'images' ? [h('div', { class: 'pad-box' }, board.canvas, h('span', { class: 'hint', 'aria-hidden': 'true' }, 'draw here')), h('p', { class: 'pad-tools' }, h('button', { type: 'button', onclick: () => { board.clear(); seen.getContext('2d').clearRect(0, 0, width, height); table.clear(); asked = null; } }, 'Clear'))] : [h('p', null, 'Record a word, drop a recording here, or choose one.'), microphone(file)],
      h('div', { class: 'seen-row' }, look.kind === 'images' ? seen : null, caption),
      look.set?.readable ? examples(example) : null,
      h('p', { class: 'field' }, h('label', { for: 'file' }, look.kind === 'recordings' ? 'WAV file' : 'Picture'), choose));
    return example;
  }

  // Browsers hear only for pages of this machine, or with a certificate.
  function microphone(take) {
    if (!navigator.mediaDevices) return null;
    let stop = null, hears = false;
    const button = h('button', { type: 'button', id: 'record', onclick: () => hears ? stop?.() : start() }, 'Record');
    async function start() {
      hears = true;
      try {
        take(await record(end => { stop = end; button.textContent = 'Stop'; }));
      } catch (error) {
        put(result, problem(new Error(`The microphone gives nothing: ${error.message}`)));
      }
      [stop, hears, button.textContent] = [null, false, 'Record'];
    }
    return h('p', { class: 'pad-tools' }, button);
  }

  function textInput() {
    let timer = 0;
    const area = h('textarea', { id: 'text', rows: 5, placeholder: 'wake me at seven', oninput: () => { clearTimeout(timer); timer = setTimeout(typed, 2 * PAUSE); } });
    const typed = () => area.value.trim() ? ask(() => ({ text: area.value })) : table.clear();
    async function example(index) {
      ask(() => ({ example: index }));
      const answer = await post('/api/predict', { models: look.models.slice(0, 1).map(model => model.id), example: index }, ending.signal).catch(() => null);
      if (answer) area.value = answer.text;
    }
    put(input, h('label', { for: 'text' }, 'Text'), area, look.set?.readable ? examples(example) : null);
    return example;
  }

  function rowInput() {
    const field = h('input', { type: 'text', id: 'row', placeholder: '5.1, 3.5, 1.4, 0.2', onchange: () => ask(() => ({ row: field.value.split(/[,;\s]+/).filter(Boolean).map(Number) })) });
    put(input, h('label', { for: 'row' }, `Row of ${look.shape.channels} numbers`), field, look.set?.readable ? examples(index => ask(() => ({ example: index }))) : null);
    return index => ask(() => ({ example: index }));
  }

  function examples(take) {
    const count = look.set.count;
    const field = h('input', { type: 'number', id: 'example', min: 0, max: count - 1, value: current, onchange: () => go(Number(field.value)) });
    function go(index) { current = ((Math.trunc(index) || 0) % count + count) % count; field.value = current; take(current); remember(); }
    taken = go;
    return h('p', { class: 'field' }, h('label', { for: 'example' }, 'Test example'),
      h('button', { type: 'button', 'aria-label': 'previous example', onclick: () => go(current - 1) }, '‹'), field,
      h('button', { type: 'button', 'aria-label': 'next example', onclick: () => go(current + 1) }, '›'),
      h('button', { type: 'button', onclick: () => go(Math.floor(Math.random() * count)) }, 'Any'));
  }
  let taken = null, drops = new AbortController();

  function listeners(file) {
    const signal = drops.signal;
    addEventListener('paste', event => { const item = [...event.clipboardData.files][0]; if (item) { event.preventDefault(); file(item); } }, { signal });
    addEventListener('dragover', event => { event.preventDefault(); input.classList.add('over'); }, { signal });
    addEventListener('dragleave', () => input.classList.remove('over'), { signal });
    addEventListener('drop', event => { event.preventDefault(); input.classList.remove('over'); if (event.dataTransfer.files[0]) file(event.dataTransfer.files[0]); }, { signal });
  }

  function disagreements() {
    put(wall);
    if (!look.set || teachers.length === 0 || students.length === 0) return;
    const found = h('div', { 'aria-live': 'polite' });
    const of = h('select', { id: 'of' }, students.map(id => h('option', { value: id }, id)));
    async function search() {
      button.disabled = true;
      put(found, h('p', { class: 'intro' }, 'Asking both about the test set …'));
      try {
        const list = await post('/api/disagreements', { teachers, student: of.value }, ending.signal);
        put(found, h('p', { class: 'intro' }, `They name the same class for ${percent(list.agreed / list.examples, 1)} of ${number(list.examples)} test examples. The largest divergences come first; choose one to ask about it.`),
          h('ul', { class: 'wall' }, list.most.map(one => h('li', null, h('button', { type: 'button', onclick: () => { taken?.(one.index); choice.scrollIntoView({ behavior: 'smooth' }); } },
            list.images ? h('img', { src: `/api/example.png?${query('model', look.models.map(model => model.id))}&index=${one.index}`, width: look.shape.width, height: look.shape.height, alt: `test example ${one.index}`, loading: 'lazy' }) : h('span', null, `example ${one.index}`),
            h('span', { class: 'said s0' }, h('span', { class: 'name' }, one.teacher), ` ${percent(one.teacherShare, 0)}`),
            h('span', { class: 'said s1' }, h('span', { class: 'name' }, one.student), ` ${percent(one.studentShare, 0)}`),
            h('small', null, one.label === one.teacher ? 'teacher right' : one.label === one.student ? 'student right' : `label ${one.label}`))))));
      } catch (error) {
        if (error.name !== 'AbortError') put(found, problem(error));
      }
      button.disabled = false;
    }
    const button = h('button', { type: 'button', onclick: search }, 'Find them');
    put(wall, h('section', { 'aria-labelledby': 'apart' }, h('h2', { id: 'apart' }, 'Where teacher and student disagree most'),
      h('p', { class: 'field' }, students.length > 1 ? [h('label', { for: 'of' }, 'Student'), of] : null, button), found));
  }

  let turn = 0;
  async function changed() {
    const mine = ++turn;
    remember();
    drops.abort();
    drops = new AbortController();
    [look, asked, taken] = [null, null, null];
    table.clear();
    put(notes); put(result); put(wall);
    panel.clear();
    const ids = [...new Set([...teachers, ...students])];
    if (ids.length === 0) return put(input, h('p', { class: 'intro' }, 'Choose a teacher and a student.'));
    put(input, h('p', { class: 'intro' }, 'Opening the models …'));
    try {
      const opened = await get(`/api/playground?${query('model', ids)}`, ending.signal);
      // Another choice was made meanwhile.
      if (mine !== turn) return;
      look = opened;
    } catch (error) {
      if (error.name !== 'AbortError' && mine === turn) put(input, problem(error));
      return;
    }
    put(notes, look.notes.map(note => h('p', { class: 'more' }, note)), look.setProblem ? h('p', { class: 'more' }, `No test examples: ${look.setProblem}`) : null);
    (look.kind === 'texts' ? textInput : look.kind === 'rows' ? rowInput : imageInput)();
    taken?.(current);
    disagreements();
  }

  forget();
  models().then(list => {
    if (ending.signal.aborted) return;
    if (list.models.length === 0) return put(choice, h('p', { class: 'intro' }, 'There is no model in this folder yet.'));
    teams = new Set(list.models.filter(model => model.specialists).map(model => model.id));
    const known = new Set(list.models.map(model => model.id));
    const all = [...list.models, ...[...teachers, ...students].filter(id => !known.has(id)).map(id => ({ id }))];
    if (teachers.length + students.length === 0 || teachers.length === 0 && students.length === 1) {
      const first = guess(list.models);
      if (students.length === 0) students.push(...first.students);
      teachers.push(...first.teachers.filter(id => !students.includes(id)));
    }
    put(choice, chooser('Teacher', () => 0, teachers, all, 8, changed), chooser('Students', i => 1 + i % 5, students, all, 5, changed));
    changed();
  }, error => put(choice, problem(error)));

  return () => { ending.abort(); drops.abort(); clearTimeout(speak); clearTimeout(note); };
}
