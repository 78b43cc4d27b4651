// The runs as the server tells of them. The page keeps one row a run and nothing of the past, however long it is open.
import { get } from './api.js';

export const runs = new Map();
export const folder = { path: '', pending: 0 };
const listeners = new Set();
let stream = null;

export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const tell = changed => { for (const listener of [...listeners]) listener(changed); };

export async function open(says) {
  const all = await get('/api/runs');
  [folder.path, folder.pending] = [all.folder, all.pending];
  for (const row of all.rows) runs.set(row.name, row);
  tell(null);
  stream = new EventSource(`/api/events?since=${all.version}`);
  stream.onopen = () => says('live');
  stream.onerror = () => says(stream.readyState === EventSource.CLOSED ? 'ended' : 'lost');
  stream.onmessage = event => take(JSON.parse(event.data));
}

export function take(changes) {
  folder.pending = changes.pending;
  if (changes.whole) runs.clear();
  for (const name of changes.gone) runs.delete(name);
  for (const row of changes.rows) runs.set(row.name, row);
  tell(changes.whole ? null : new Set([...changes.gone, ...changes.rows.map(row => row.name)]));
}
