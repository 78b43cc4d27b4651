// Line plots as SVG, in the look of the reports.
import { h, number, s } from './dom.js';

const W = 520, H = 250, LEFT = 68, RIGHT = 12, TOP = 10, BOTTOM = 38;
const finite = value => typeof value === 'number' && Number.isFinite(value);

function ticks(low, high, count) {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / count, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map(m => m * power).find(m => m >= raw);
  const found = [];
  for (let value = Math.ceil(low / step - 1e-9) * step; value <= high + 1e-9 * span; value += step) found.push(Math.abs(value) < step * 1e-9 ? 0 : value);
  return found;
}

export function linePlot(title, series) {
  const lines = series.map(line => ({ ...line, points: line.points.filter(point => finite(point[0]) && finite(point[1])) })).filter(line => line.points.length > 0);
  const all = lines.flatMap(line => line.points);
  const description = `${title}, over epochs: ${lines.map(line => `${line.name} ends at ${number(line.points.at(-1)[1])}`).join('; ')}`;
  const figure = h('figure', { class: 'card' }, h('figcaption', null, title));
  if (all.length === 0) return figure;
  const [x0, x1] = [0, Math.max(...all.map(point => point[0])) || 1];
  let [y0, y1] = [Math.min(...all.map(point => point[1])), Math.max(...all.map(point => point[1]))];
  if (y0 === y1) [y0, y1] = [y0 - Math.abs(y0 || 1) * 0.1, y1 + Math.abs(y1 || 1) * 0.1];
  const x = value => LEFT + (value - x0) / (x1 - x0) * (W - LEFT - RIGHT);
  const y = value => TOP + (y1 - value) / (y1 - y0) * (H - TOP - BOTTOM);
  const picture = s('svg', { viewBox: `0 0 ${W} ${H}`, role: 'img', 'aria-label': description });
  for (const value of ticks(y0, y1, 5)) {
    picture.append(s('line', { class: 'grid', x1: LEFT, x2: W - RIGHT, y1: y(value), y2: y(value) }), s('text', { class: 'tick', x: LEFT - 7, y: y(value) + 4, 'text-anchor': 'end' }, number(value)));
  }
  for (const value of ticks(x0, x1, 6).filter(tick => x1 < 2 || Number.isInteger(tick))) {
    picture.append(s('text', { class: 'tick', x: x(value), y: H - 21, 'text-anchor': 'middle' }, number(value)));
  }
  picture.append(s('text', { class: 'axis', x: (LEFT + W - RIGHT) / 2, y: H - 5, 'text-anchor': 'middle' }, 'epoch'), s('line', { class: 'base', x1: LEFT, x2: W - RIGHT, y1: H - BOTTOM, y2: H - BOTTOM }));
  for (const line of lines) {
    picture.append(line.points.length === 1
      ? s('circle', { class: `mean s${line.colour}`, cx: x(line.points[0][0]), cy: y(line.points[0][1]), r: 4 })
      : s('polyline', { class: `line s${line.colour}${line.faint ? ' faint' : ''}`, points: line.points.map(point => `${x(point[0]).toFixed(1)},${y(point[1]).toFixed(1)}`).join(' ') }));
  }
  const mark = s('line', { class: 'base', y1: TOP, y2: H - BOTTOM, visibility: 'hidden' });
  const value = h('p', { class: 'readout', 'aria-hidden': 'true' }, ' ');
  picture.append(mark);
  picture.addEventListener('pointermove', event => {
    const box = picture.getBoundingClientRect();
    const epoch = x0 + ((event.clientX - box.left) / box.width * W - LEFT) / (W - LEFT - RIGHT) * (x1 - x0);
    const near = lines.map(line => ({ line, point: line.points.reduce((best, point) => Math.abs(point[0] - epoch) < Math.abs(best[0] - epoch) ? point : best) }));
    const at = near[0].point[0];
    mark.setAttribute('x1', x(at));
    mark.setAttribute('x2', x(at));
    mark.setAttribute('visibility', 'visible');
    value.replaceChildren(`epoch ${number(Math.round(at * 100) / 100)}: `, ...near.flatMap(({ line, point }, i) => [i ? ', ' : '', h('b', { class: `name s${line.colour}` }, line.name), ` ${number(point[1])}`]));
  });
  picture.addEventListener('pointerleave', () => { mark.setAttribute('visibility', 'hidden'); value.textContent = ' '; });
  figure.append(picture, value);
  return figure;
}

export const legend = entries => h('p', { class: 'legend' }, entries.map(({ name, colour, href }) => h('span', { class: `s${colour}` },
  s('svg', { viewBox: '0 0 26 10', 'aria-hidden': 'true' }, s('line', { class: `line s${colour}`, x1: 0, x2: 26, y1: 5, y2: 5 })),
  href ? h('a', { class: 'name', href }, name) : h('span', { class: 'name' }, name))));
