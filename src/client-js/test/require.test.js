/** The package as CommonJS: what `require` finds in Node.js, in Jest and in older bundlers. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import vm from 'node:vm';

const require = createRequire(import.meta.url);
const root = new URL('../', import.meta.url);
const { exports: map, main, module: forBundlers, types, typesVersions, engines } = require('../package.json');

/** Resolves a name of the package as Node.js does (and Jest, and bundlers): the first condition that applies. */
function resolve(name, conditions) {
  let found = map[name];
  while (typeof found === 'object') found = found[Object.keys(found).find((key) => key === 'default' || conditions.includes(key))];
  return found;
}

/** Loads a file as Jest does: as the body of a function, in a context of its own, without `import`. */
function load(file, globals) {
  const context = vm.createContext(globals);
  const wrapper = vm.runInContext(`(function (module, exports, require) {${readFileSync(new URL(file, root), 'utf8')}\n})`, context);
  const module = { exports: {} };
  wrapper(module, module.exports, () => assert.fail('the file requires something'));
  return module.exports;
}

test('require gives a CommonJS module, with all that import gives', async () => {
  assert.match(require.resolve('heartline-client').replaceAll('\\', '/'), /\/dist\/cjs\/index\.js$/);
  assert.match(require.resolve('heartline-client/testing').replaceAll('\\', '/'), /\/dist\/cjs\/testing\.js$/);
  assert.deepEqual(Object.keys(require('heartline-client')).sort(), Object.keys(await import('heartline-client')).sort());
  assert.deepEqual(Object.keys(require('heartline-client/testing')), Object.keys(await import('heartline-client/testing')));
});

test('what was required works', async () => {
  const { connect, HeartlineError } = require('heartline-client');
  const { FakeServer } = require('heartline-client/testing');
  const server = new FakeServer();
  const line = connect('ws://test/v1/connect', { user: 'alice', ...server.options });
  const handled = [];
  line.on('message', ({ body }) => void handled.push(body));
  await server.push(1);
  assert.deepEqual(handled, [1]);
  await assert.rejects(line.send('nowhere'), HeartlineError);
  await line.close();
});

for (const [environment, conditions] of [
  ['node', ['require', 'node', 'node-addons']],
  ['jsdom', ['require', 'browser']],
]) {
  test(`Jest's environment "${environment}" finds and loads it`, async () => {
    const globals = { setTimeout, clearTimeout, console };
    const { connect } = load(resolve('.', conditions), globals);
    const { FakeServer } = load(resolve('./testing', conditions), globals);
    const server = new FakeServer();
    const line = connect('ws://test/v1/connect', { user: 'alice', ...server.options });
    line.on('message', () => {});
    await server.push(1);
    assert.equal(line.state, 'online');
    await line.close();
  });
}

test('import, and bundlers, get the modules; what knows no exports gets the file that fits it', () => {
  assert.equal(resolve('.', ['import', 'node']), './src/index.js');
  assert.equal(resolve('.', ['import', 'browser', 'module']), './src/index.js');
  assert.equal(resolve('.', []), './src/index.js');
  assert.equal(main, resolve('.', ['require']));
  assert.equal(forBundlers, resolve('.', ['import']));
});

test('TypeScript that knows no exports, as ts-jest uses it for CommonJS, finds the types too', () => {
  assert.equal(types, map['.'].import.types);
  assert.deepEqual(typesVersions['*'].testing, [map['./testing'].import.types]);
});

test('the oldest Node.js that is named can run it: nothing newer than ES2020 is written, and a WebSocket can be given', () => {
  assert.equal(engines.node, '>=20');
  assert.ok(Number(process.versions.node.split('.')[0]) >= 20);
});
