/** The files that are built and kept in the repository: a node serves them as they are, and the package ships them. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { bundles } from '../scripts/bundles.js';
import { FakeServer } from '../src/testing.js';

const root = new URL('../', import.meta.url);
const built = await bundles();

for (const { path, text } of built) {
  test(`${path} is what \`npm run build\` makes of the sources`, () => {
    const kept = readFileSync(new URL(path, root), 'utf8');
    assert.ok(kept === text, `${path} is outdated: run \`npm run build\`, and commit the result`);
  });
}

test('nothing else is kept', () => {
  const kept = readdirSync(new URL('dist/', root), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/[\\/]types$/.test(entry.parentPath ?? entry.path))
    .map(({ name }) => name);
  assert.deepEqual(kept.sort(), built.map(({ path }) => path.split('/').pop()).sort());
});

test('the minified bundle is one module that imports nothing, and works', async () => {
  const [{ text }] = built.filter(({ path }) => path.endsWith('.min.js'));
  assert.doesNotMatch(text, /\bimport\b|\bfrom\s*["']/);
  const { connect, HeartlineError } = await import('../dist/heartline.min.js');
  const server = new FakeServer();
  const line = connect('ws://test/v1/connect', { user: 'alice', ...server.options });
  line.on('message', () => {});
  await server.push(1);
  await assert.rejects(line.send('nowhere'), HeartlineError);
  await line.close();
});
