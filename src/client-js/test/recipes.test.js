/** The recipes of the README, as they are printed there. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { connect } from '../src/index.js';
import { FakeServer } from '../src/testing.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').split('\n');
const folder = mkdtempSync(join(tmpdir(), 'heartline-recipes-'));
after(() => rmSync(folder, { recursive: true }));

/** The indented block of the README that begins with this line, as a module with these in place of its imports. */
async function recipe(beginning, name, replacements = {}) {
  const first = readme.indexOf(`    ${beginning}`);
  assert.ok(first >= 0, `the README has: ${beginning}`);
  const length = readme.slice(first).findIndex((line) => line !== '' && !line.startsWith('    '));
  let text = readme.slice(first, first + length).map((line) => line.slice(4)).join('\n');
  for (const [module, instead] of Object.entries(replacements)) text = text.replace(`from '${module}'`, `from '${instead}'`);
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return import(pathToFileURL(file));
}

/** As much of React as the recipe uses: a component that is called again when its state changes. */
const REACT = `
  const root = new Proxy({}, { get: (_, key) => globalThis.fakeReact[key], set: (_, key, value) => Reflect.set(globalThis.fakeReact, key, value) });
  const slot = (make) => { const at = root.at++; return (root.slots[at] ??= make()); };
  export const useRef = (current) => slot(() => ({ current }));
  export const useState = (value) => { const it = slot(() => ({ value })); return [it.value, (next) => { it.value = next; root.render(); }]; };
  export const useEffect = (run, inputs) => {
    const it = slot(() => ({}));
    if (it.inputs && inputs && inputs.every((input, i) => input === it.inputs[i])) return;
    root.effects.push(() => { it.end?.(); Object.assign(it, { inputs, end: run() }); });
  };
`;

/** Mounts a component as StrictMode does: its effects run, end, and run again. */
function mount(component) {
  const root = { slots: [], effects: [], shown: undefined };
  globalThis.fakeReact = root;
  root.render = () => {
    root.at = 0;
    root.shown = component();
    root.effects.splice(0).forEach((effect) => effect());
  };
  const again = () => root.slots.filter(({ end }) => end).map((it) => { it.end(); it.inputs = undefined; });
  root.unmount = () => root.slots.forEach(({ end }) => end?.());
  root.render();
  again();
  root.render();
  return root;
}

const until = async (condition) => { while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2)); };

test('React: the hook gives the state, hands messages to the newest handler, and ends with the component', async () => {
  const server = new FakeServer();
  const heartline = join(folder, 'heartline.mjs');
  globalThis.fakeLine = (url, options) => connect(url, { ...options, ...server.options });
  writeFileSync(heartline, 'export const connect = (...all) => globalThis.fakeLine(...all);');
  writeFileSync(join(folder, 'react.mjs'), REACT);
  let renders = 0;
  const seen = [];
  const { useLine } = await recipe("import { useEffect, useRef, useState } from 'react';", 'use-line', { react: './react.mjs', 'heartline-client': './heartline.mjs' });
  const page = mount(() => {
    const render = ++renders;
    return useLine('ws://test/v1/connect', 'alice', ({ body }) => void seen.push([render, body]));
  });
  await until(() => page.shown.state === 'online');
  assert.equal(server.hellos.length, 1, 'StrictMode makes no second connection');
  await server.push('hello');
  assert.deepEqual(seen, [[renders, 'hello']]);
  server.refuse({ status: 403, detail: 'not allowed' });
  server.drop();
  await until(() => page.shown.state === 'waiting');
  server.accept();
  await until(() => page.shown.state === 'online');
  page.unmount();
  await until(() => server.live === undefined);
  assert.equal(server.saidBye, false);
});

test('offline: an interruption is shown when it lasts', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { watchOffline } = await recipe('/** Calls `show(reason)` when the line has not been online for 3 s, and `show(\'\')` when it is. */', 'offline');
  let listener;
  const shown = [];
  watchOffline({ on: (type, run) => { listener = run; } }, (reason) => shown.push(reason));
  listener('connecting');
  t.mock.timers.tick(2999);
  listener('online');
  t.mock.timers.tick(10_000);
  assert.deepEqual(shown, ['']);
  listener('waiting', { reason: 'first' });
  listener('waiting', { reason: 'nothing answered' });
  t.mock.timers.tick(3000);
  assert.deepEqual(shown, ['', 'nothing answered']);
  listener('stopped', { reason: 'removed' });
  assert.deepEqual(shown, ['', 'nothing answered', 'removed']);
});

test('offline: the outbox sends what waits, once, in order, and goes on after a refusal', async (t) => {
  const { outbox } = await recipe('/** Calls `show(reason)` when the line has not been online for 3 s, and `show(\'\')` when it is. */', 'outbox');
  const values = new Map();
  const storage = { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => values.set(key, value) };
  const server = new FakeServer();
  const done = [];
  server.service('orders', ({ item }) => {
    if (item === 'cut') { server.service('orders', (order) => void done.push(order.item)); return new Promise(() => server.drop()); }
    if (item === 'bad') throw Object.assign(new Error('no such item'), { code: 'NO_ITEM' });
    done.push(item);
  });
  const line = connect('ws://test/v1/connect', { user: 'alice', ...server.options });
  t.after(() => line.close());
  const refused = [];
  const order = outbox(line, 'orders', ({ item }, { code }) => refused.push([item, code]), storage);
  for (const item of ['first', 'bad', 'cut', 'last']) order({ item });
  await until(() => done.length === 3);
  assert.deepEqual(done, ['first', 'cut', 'last']);
  assert.deepEqual(refused, [['bad', 'NO_ITEM']]);
  await until(() => values.get('outbox:orders') === '[]');
  const ids = server.requests.map(({ body }) => body.id);
  assert.equal(new Set(ids).size, 4);
  assert.equal(ids.length, 5, 'the request that was cut off came twice, under one id');
});
