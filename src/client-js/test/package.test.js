import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
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

test('npm pack in a fresh clone packs nothing, and says that npm ci comes first', () => {
  const clone = mkdtempSync(join(tmpdir(), 'heartline-clone-'));
  try {
    for (const name of ['package.json', 'scripts', 'src']) {
      cpSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), join(clone, name), { recursive: true });
    }
    const { status, stderr } = spawnSync('npm', ['pack'], { cwd: clone, encoding: 'utf8' });
    assert.notEqual(status, 0);
    assert.match(stderr, /Run `npm ci` first/);
    assert.doesNotMatch(stderr, /not found/);
    assert.deepEqual(readdirSync(clone).filter((name) => name.endsWith('.tgz')), []);
  } finally {
    rmSync(clone, { recursive: true });
  }
});
