// The map of confusions: a canvas that is read with the pointer or with the arrow keys.
import { h } from './dom.js';

const MOST_NAMED = 40;
const FONT = 13;
// Orange and blue are the map's own.
const SET_COLOURS = ['--c2', '--c3', '--c4', '--c5'];
export const setColour = i => 2 + i % SET_COLOURS.length;

export function classMap(map, kind, at, chosen) {
  const count = map.classes.length, named = count <= MOST_NAMED;
  const canvas = h('canvas', { class: 'map', tabindex: 0, role: 'application', 'aria-roledescription': 'map of confusions', 'aria-label': `${count} by ${count} classes in ${map.clusters} clusters. Arrow keys move, Enter shows examples.` });
  const context = canvas.getContext('2d');
  const sets = (map.sets ?? []).map(set => { const own = new Set(set); return map.classes.map(one => own.has(one.number)); });
  let lit = -1;
  let cell = 0, margin = 0, row = 0, column = Math.min(1, count - 1), marked = false;

  const values = map[kind];
  // The probabilities of all classes sum to one, so that most pairs fall against each other: what tells is how a pair differs from the middle.
  const off = values.flatMap((line, i) => line.filter((_, j) => j !== i)).sort((a, b) => a - b);
  const middle = off[off.length >> 1] ?? 0;
  const largest = Math.max(1e-12, Math.abs(off[0] - middle), Math.abs(off.at(-1) - middle));

  function draw() {
    const style = getComputedStyle(document.body);
    const colour = name => style.getPropertyValue(name).trim();
    const width = canvas.parentElement.clientWidth;
    if (width === 0) return;
    context.font = `${FONT}px system-ui, sans-serif`;
    margin = named ? Math.min(150, width / 3, 12 + Math.max(...map.classes.map(one => context.measureText(one.name).width))) : 8;
    cell = Math.min(58, (width - margin) / count);
    const size = Math.round(margin + cell * count), scale = devicePixelRatio || 1;
    canvas.width = canvas.height = size * scale;
    canvas.style.setProperty('width', `${size}px`);
    context.scale(scale, scale);
    context.font = `${Math.min(FONT, cell * 0.9)}px system-ui, sans-serif`;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const value = values[i][j] - middle;
        context.globalAlpha = i === j ? 1 : Math.min(1, Math.sqrt(Math.abs(value) / largest));
        context.fillStyle = i === j ? colour('--rule') : value > 0 ? colour('--c0') : colour('--c1');
        context.fillRect(margin + j * cell, margin + i * cell, cell + 0.4, cell + 0.4);
      }
    }
    context.globalAlpha = 1;
    context.strokeStyle = colour('--ink');
    for (let i = 1; i < count; i++) {
      if (map.classes[i].cluster === map.classes[i - 1].cluster) continue;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(margin + i * cell, margin); context.lineTo(margin + i * cell, margin + count * cell);
      context.moveTo(margin, margin + i * cell); context.lineTo(margin + count * cell, margin + i * cell);
      context.stroke();
    }
    sets.forEach((set, number) => { if (lit < 0 || lit === number) outline(set, colour(SET_COLOURS[number % SET_COLOURS.length]), lit === number ? 4 : 2.5); });
    if (named) {
      context.fillStyle = colour('--soft');
      context.textBaseline = 'middle';
      map.classes.forEach((one, i) => {
        context.textAlign = 'right';
        context.fillText(one.name, margin - 6, margin + (i + 0.5) * cell, margin - 6);
        context.save();
        context.translate(margin + (i + 0.5) * cell, margin - 6);
        context.rotate(-Math.PI / 2);
        context.textAlign = 'left';
        context.fillText(one.name, 0, 0, margin - 6);
        context.restore();
      });
    }
    if (marked) {
      context.strokeStyle = colour('--ink');
      context.lineWidth = 2.5;
      context.strokeRect(margin + column * cell, margin + row * cell, cell, cell);
    }
  }

  // The cells whose two classes a specialist has, with a line around each piece.
  function outline(set, colour, width) {
    const inside = (i, j) => i >= 0 && j >= 0 && i < count && j < count && set[i] && set[j];
    context.strokeStyle = colour;
    context.lineWidth = Math.min(width, Math.max(1, cell / 4));
    context.beginPath();
    for (let i = 0; i < count; i++) {
      if (!set[i]) continue;
      for (let j = 0; j < count; j++) {
        if (!set[j]) continue;
        const [x, y] = [margin + j * cell, margin + i * cell];
        if (!inside(i - 1, j)) { context.moveTo(x, y); context.lineTo(x + cell, y); }
        if (!inside(i + 1, j)) { context.moveTo(x, y + cell); context.lineTo(x + cell, y + cell); }
        if (!inside(i, j - 1)) { context.moveTo(x, y); context.lineTo(x, y + cell); }
        if (!inside(i, j + 1)) { context.moveTo(x + cell, y); context.lineTo(x + cell, y + cell); }
      }
    }
    context.stroke();
  }

  function move(i, j) {
    [row, column, marked] = [Math.max(0, Math.min(count - 1, i)), Math.max(0, Math.min(count - 1, j)), true];
    draw();
    at(map.classes[row], map.classes[column], map.covariance[row][column], map.correlation[row][column]);
  }

  function under(event) {
    const box = canvas.getBoundingClientRect();
    const [i, j] = [Math.floor((event.clientY - box.top - margin) / cell), Math.floor((event.clientX - box.left - margin) / cell)];
    return i >= 0 && j >= 0 && i < count && j < count ? [i, j] : null;
  }

  const pick = () => chosen(map.classes[row], map.classes[column]);
  canvas.addEventListener('pointermove', event => { const place = under(event); if (place && (place[0] !== row || place[1] !== column || !marked)) move(...place); });
  canvas.addEventListener('click', event => { const place = under(event); if (place) { move(...place); pick(); } });
  canvas.addEventListener('focus', () => move(row, column));
  canvas.addEventListener('keydown', event => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (step) { event.preventDefault(); move(row + step[0], column + step[1]); }
    else if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); pick(); }
  });
  return { canvas, draw, light: number => { lit = number; draw(); } };
}
