import { classesView } from './classes.js';
import { problem, put } from './dom.js';
import { playgroundView } from './playground.js';
import { compareView, runView } from './run.js';
import { runsView } from './runs.js';
import { open } from './store.js';

const views = {
  runs: [runsView, 'Runs'], run: [runView, 'Run'], compare: [compareView, 'Compare'],
  playground: [playgroundView, 'Playground'], classes: [classesView, 'Classes'],
};
const view = document.getElementById('view');
const link = document.getElementById('link');
let leave = () => {};
let first = true;

function route() {
  const [name, query = ''] = location.hash.slice(1).split('?');
  const [show, title] = views[name] ?? views.runs;
  leave();
  document.title = `${title} · Distill studio`;
  const parent = show === runView || show === compareView ? 'runs' : name || 'runs';
  for (const a of document.querySelectorAll('nav a')) {
    if (a.hash === `#${parent}`) a.setAttribute('aria-current', 'page');
    else a.removeAttribute('aria-current');
  }
  put(view);
  try {
    leave = show(view, new URLSearchParams(query)) ?? (() => {});
  } catch (error) {
    leave = () => {};
    put(view, problem(error));
  }
  // Who moves by keyboard or hears the page goes on where the new one begins.
  if (!first) view.focus({ preventScroll: true });
  if (!first) scrollTo(0, 0);
  first = false;
}

addEventListener('hashchange', route);
route();

const states = { live: 'live', lost: 'connection lost, trying again', ended: 'the studio has ended' };
open(state => {
  link.className = state;
  link.textContent = states[state];
}).catch(error => {
  link.className = 'ended';
  put(link, 'no connection');
  put(view, problem(error));
});
