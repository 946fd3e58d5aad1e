import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memory } from '../src/storage.js';
import { settled } from './support/clock.js';
import { fakeLocks, online, page, reloaded, start } from './support/start.js';

/** Duplicates a tab as a browser does: the session storage is copied, and the locks of the origin are shared. */
function duplicated(platform) {
  const session = memory();
  const copy = reloaded(platform);
  for (const key of platform.keys) if (platform.session.get(key)) session.set(key, platform.session.get(key));
  return { ...copy, session };
}

function tab(more) {
  const keys = new Set();
  const session = memory();
  const { set } = session;
  session.set = (key, value) => { keys.add(key); set(key, value); };
  return Object.assign(page({ session, random: Math.random, ...more }), { keys });
}

test('the device that the application names is the device', async () => {
  const { client, server } = await online(page(), { device: 'web-7f3a' });
  assert.equal(server.socket.hello.device, 'web-7f3a');
  assert.equal(client.device, 'web-7f3a');
});

for (const [where, locks] of [['with locks', fakeLocks], ['without locks', () => undefined]]) {
  test(`two tabs are two devices, ${where}`, async () => {
    const platform = tab({ locks: locks() });
    const first = await online(platform);
    const second = await online({ ...reloaded(platform), session: memory() });
    assert.notEqual(first.client.device, '');
    assert.notEqual(second.client.device, first.client.device);
  });

  test(`a reload is the same device, ${where}`, async () => {
    const platform = tab({ locks: locks() });
    const before = await online(platform);
    platform.lifecycle.suspend(false);
    await settled();
    const after = await online(reloaded(platform));
    assert.equal(after.client.device, before.client.device);
  });

  test(`a tab that is duplicated is another device, ${where}`, async () => {
    const platform = tab({ locks: locks() });
    const first = await online(platform);
    const second = start(duplicated(platform));
    await second.clock.pass(1000);
    assert.equal(first.client.state, 'online');
    assert.equal(second.client.state, 'online');
    assert.notEqual(second.client.device, first.client.device);
    assert.equal(platform.server.socket.hello.position, undefined); // the position belonged to the other device
  });
}

test('a reload waits for the lock of the page before it', async () => {
  const platform = tab({ locks: fakeLocks() });
  const before = await online(platform);
  const after = start(reloaded(platform));
  await settled();
  assert.equal(after.client.device, '');
  platform.lifecycle.suspend(false);
  await settled();
  assert.equal(after.client.device, before.client.device);
});

test('a page that comes back after another took its name takes a new one, and starts without a position', async () => {
  const platform = tab({ locks: fakeLocks() });
  const first = await online(platform);
  const name = first.client.device;
  await platform.server.socket.message(1);
  const copy = duplicated(platform);
  platform.lifecycle.suspend(false);
  await settled();
  const second = await online(copy);
  assert.equal(second.client.device, name);
  platform.lifecycle.wake();
  await platform.clock.pass(1000);
  assert.notEqual(first.client.device, name);
  assert.equal(platform.server.socket.hello.position, undefined);
});

test('a lock that is refused costs the name of before, not the client', async () => {
  const locks = { request: () => Promise.reject(new Error('opaque origin')) };
  const { client } = await online(page({ locks }));
  assert.equal(client.state, 'online');
});

test('a client that is closed frees its lock', async () => {
  const locks = fakeLocks();
  const { client } = await online(page({ locks }));
  assert.equal(locks.holders.size, 1);
  client.close();
  await settled();
  assert.equal(locks.holders.size, 0);
});

test('a mini program is the same device every time it is started', async () => {
  const wxStorage = memory();
  const first = await online(page({ session: undefined, local: undefined, wxStorage }));
  const second = await online(page({ session: undefined, local: undefined, wxStorage }));
  assert.equal(second.client.device, first.client.device);
});

test('the position of a device with a given name outlives the tab', async () => {
  const platform = page();
  const before = await online(platform, { device: 'kiosk' });
  await before.server.socket.message(1);
  const after = await online({ ...reloaded(platform), session: memory() }, { device: 'kiosk' });
  assert.deepEqual(after.server.socket.hello.position, { epoch: 'e1', seq: 1 });
});

test('the attempt rises across reloads, also where the clock was set back', async () => {
  const platform = page();
  const before = await online(platform, { device: 'kiosk' });
  const { attempt } = before.server.socket.hello;
  platform.clock.time -= 5000;
  const after = await online(reloaded(platform), { device: 'kiosk' });
  assert.equal(after.server.socket.hello.attempt, attempt + 1);
});

test('a tab that was reloaded and is then duplicated is another device, without locks', async () => {
  const platform = tab();
  await online(platform);
  platform.lifecycle.suspend(true);
  await settled();
  const again = { ...reloaded(platform), keys: platform.keys };
  const first = await online(again);
  const second = await online(duplicated(again));
  assert.notEqual(second.client.device, first.client.device);
});
