import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forgiving, memory, webStorage, wxStorage } from '../src/storage.js';
import { online, page, start } from './support/start.js';

for (const [options, says] of [
  [{ user: undefined }, /give token, or user/],
  [{ token: 'abc' }, /token must be a function/],
  [{ user: 7 }, /user must be a text/],
  [{ user: '' }, /give token, or user/],
  [{ device: 'web/7' }, /device must be/],
  [{ device: 'd'.repeat(65) }, /device must be/],
  [{ device: '' }, /device must be/],
  [{ keepMillis: 0.5 }, /keepMillis must be a whole number/],
  [{ keepMillis: -1 }, /keepMillis must be/],
  [{ maxAttempts: 0 }, /maxAttempts must be/],
  [{ maxTries: '3' }, /maxTries must be/],
  [{ storage: 'cookie' }, /storage must be/],
]) {
  test(`connect refuses ${JSON.stringify(options)}, and says why`, () => {
    assert.throws(() => start(page(), options), says);
  });
}

test('an event that does not exist is refused', () => {
  const { client } = start();
  assert.throws(() => client.on('mesage', () => {}), /there is no event "mesage"/);
});

test('a listener can be taken off', async () => {
  const { client } = start();
  const states = [];
  const off = client.on('state', (state) => states.push(state));
  off();
  await client.close();
  assert.deepEqual(states, []);
});

test('keepMillis is said in the hello', async () => {
  const { server } = await online(page(), { keepMillis: 86_400_000 });
  assert.equal(server.socket.hello.keepMillis, 86_400_000);
});

test('the storage that the application names keeps the position', async () => {
  for (const [storage, of] of [['local', 'local'], ['session', 'session'], ['wx', 'wxStorage']]) {
    const platform = page({ wxStorage: memory() });
    const { client } = await online(platform, { storage, user: 'zoë' });
    const key = `heartline:wss://push.example.com/v1/connect|zoë|${client.device}`;
    assert.deepEqual(JSON.parse(platform[of].get(key)).position, { epoch: 'e1', seq: 0 }, storage);
  }
});

test('memory keeps nothing for the next page', async () => {
  const platform = page();
  const { client } = await online(platform, { storage: 'memory' });
  const key = `heartline:wss://push.example.com/v1/connect|alice|${client.device}`;
  assert.equal(platform.session.get(key), undefined);
});

/** The place of each kind of storage. */
const areas = {
  webStorage: () => {
    const values = new Map();
    const area = { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => values.set(key, value), removeItem: (key) => values.delete(key) };
    return webStorage(area);
  },
  wxStorage: () => {
    const values = new Map();
    return wxStorage({
      getStorageSync: (key) => values.get(key) ?? '',
      setStorageSync: (key, value) => values.set(key, value),
      removeStorageSync: (key) => values.delete(key),
    });
  },
  memory,
  forgiving: () => forgiving(memory()),
};

for (const [name, make] of Object.entries(areas)) {
  test(`${name} gives back what was set, until it is removed`, () => {
    const storage = make();
    assert.ok(!storage.get('key'));
    storage.set('key', 'value');
    assert.equal(storage.get('key'), 'value');
    storage.remove('key');
    assert.ok(!storage.get('key'));
  });
}

test('storage that is full for a while gives back the newest value', () => {
  const inner = memory();
  let full = false;
  const storage = forgiving({ ...inner, set: (key, value) => { if (full) throw new Error('quota'); inner.set(key, value); } });
  storage.set('key', 'old');
  full = true;
  storage.set('key', 'new');
  assert.equal(storage.get('key'), 'new');
  full = false;
  storage.set('key', 'newest');
  assert.equal(storage.get('key'), 'newest');
});
