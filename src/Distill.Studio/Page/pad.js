// A pad to draw on with a pointer. What a model gets is centred by its mass in a box, as the digits of MNIST are.
import { h } from './dom.js';

const SIZE = 280;
const BOX = 20 / 28;
const LEAST = 8;

export function pad(changed) {
  const canvas = h('canvas', { class: 'pad', width: SIZE, height: SIZE, role: 'img', 'aria-label': 'Pad to draw on with a mouse, pen or finger. By keyboard, take an example or a file instead.' });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  let last = null, empty = true;

  function clear() {
    context.fillStyle = '#000';
    context.fillRect(0, 0, SIZE, SIZE);
    [last, empty] = [null, true];
    canvas.classList.remove('drawn');
  }

  function point(event) {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * SIZE / box.width, (event.clientY - box.top) * SIZE / box.height];
  }

  function stroke(to) {
    const from = last ?? to;
    context.strokeStyle = '#fff';
    context.lineWidth = 22;
    context.lineCap = context.lineJoin = 'round';
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(to[0] + 0.01, to[1]);
    context.stroke();
    [last, empty] = [to, false];
    canvas.classList.add('drawn');
  }

  canvas.addEventListener('pointerdown', event => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
    stroke(point(event));
    changed();
  });
  canvas.addEventListener('pointermove', event => {
    if (!last || !canvas.hasPointerCapture(event.pointerId)) return;
    for (const part of event.getCoalescedEvents?.() ?? [event]) stroke(point(part));
    changed();
  });
  const lift = () => { if (last) { last = null; changed(); } };
  canvas.addEventListener('pointerup', lift);
  canvas.addEventListener('pointercancel', lift);
  clear();

  // Shrinks in halves, so that no stroke falls between the pixels.
  function shrunk(source, x, y, w, hgt, size) {
    let image = h('canvas', { width: Math.max(1, w), height: Math.max(1, hgt) });
    image.getContext('2d').drawImage(source, x, y, w, hgt, 0, 0, w, hgt);
    while (Math.max(image.width, image.height) > 2 * size) {
      const half = h('canvas', { width: Math.max(1, Math.ceil(image.width / 2)), height: Math.max(1, Math.ceil(image.height / 2)) });
      half.getContext('2d').drawImage(image, 0, 0, half.width, half.height);
      image = half;
    }
    return image;
  }

  // A canvas of the model's size; null where nothing is drawn.
  function drawn(width, height) {
    if (empty) return null;
    const pixels = context.getImageData(0, 0, SIZE, SIZE).data;
    let [left, top, right, bottom] = [SIZE, SIZE, 0, 0], mass = 0, mx = 0, my = 0;
    for (let y = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++) {
        const value = pixels[4 * (y * SIZE + x)];
        if (value === 0) continue;
        left = Math.min(left, x); right = Math.max(right, x + 1); top = Math.min(top, y); bottom = Math.max(bottom, y + 1);
        mass += value; mx += value * (x + 0.5); my += value * (y + 0.5);
      }
    }
    const scale = BOX * Math.min(width, height) / Math.max(right - left, bottom - top, LEAST);
    const small = shrunk(canvas, left, top, right - left, bottom - top, BOX * Math.min(width, height));
    const result = h('canvas', { width, height });
    const target = result.getContext('2d');
    target.fillStyle = '#000';
    target.fillRect(0, 0, width, height);
    target.imageSmoothingQuality = 'high';
    target.drawImage(small, width / 2 - (mx / mass - left) * scale, height / 2 - (my / mass - top) * scale, (right - left) * scale, (bottom - top) * scale);
    return result;
  }

  return { canvas, clear, drawn };
}

export const base64 = blob => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
  reader.onerror = () => failed(new Error('The file cannot be read.'));
  reader.readAsDataURL(blob);
});

export const png = canvas => new Promise(done => canvas.toBlob(done, 'image/png'));
