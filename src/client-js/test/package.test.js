import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import * as whole from '../src/index.js';

const src = new URL('../src/', import.meta.url);
const files = readdirSync(src);
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

test('the package gives connect and HeartlineError', () => {
  assert.deepEqual(Object.keys(whole).sort(), ['HeartlineError', 'connect']);
});

test('every import names a file beside it, so that a server can give the files out as they are', () => {
  for (const file of files) {
    const text = readFileSync(new URL(file, src), 'utf8');
    for (const [, from] of text.matchAll(/^(?:import|export) .*from '(.*)';$/gm)) {
      assert.match(from, /^\.\/[a-z-]+\.js$/, file);
      assert.ok(files.includes(from.slice(2)), `${file}: ${from}`);
    }
    assert.doesNotMatch(text, /\bimport\(['"][^.]|\brequire\(/, file);
  }
});

test('nothing is needed at run time', () => {
  assert.equal(manifest.dependencies, undefined);
  assert.deepEqual(manifest.peerDependenciesMeta, { 'sockjs-client': { optional: true } });
});

test('files are short', () => {
  for (const file of files) {
    const lines = readFileSync(new URL(file, src), 'utf8').split('\n').length;
    assert.ok(lines <= 200, `${file} has ${lines} lines`);
  }
});
