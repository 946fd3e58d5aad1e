import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memory } from '../src/storage.js';
import { settled } from './support/clock.js';
import { fakeLocks, online, page, reloaded, start } from './support/start.js';

/** What a browser does when a tab is duplicated: the session storage is copied, the origin's locks are shared. */
function duplicated(world) {
  const session = memory();
  const copy = reloaded(world);
  for (const key of world.keys) if (world.session.get(key)) session.set(key, world.session.get(key));
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
  const { line, server } = await online(page(), { device: 'web-7f3a' });
  assert.equal(server.socket.hello.device, 'web-7f3a');
  assert.equal(line.device, 'web-7f3a');
});

for (const [where, locks] of [['with locks', fakeLocks], ['without locks', () => undefined]]) {
  test(`two tabs are two devices, ${where}`, async () => {
    const world = tab({ locks: locks() });
    const first = await online(world);
    const second = await online({ ...reloaded(world), session: memory() });
    assert.notEqual(first.line.device, '');
    assert.notEqual(second.line.device, first.line.device);
  });

  test(`a reload is the same device, ${where}`, async () => {
    const world = tab({ locks: locks() });
    const before = await online(world);
    world.signs.rest(false);
    await settled();
    const after = await online(reloaded(world));
    assert.equal(after.line.device, before.line.device);
  });

  test(`a tab that is duplicated is another device, ${where}`, async () => {
    const world = tab({ locks: locks() });
    const first = await online(world);
    const second = start(duplicated(world));
    await second.clock.pass(1000);
    assert.equal(first.line.state, 'online');
    assert.equal(second.line.state, 'online');
    assert.notEqual(second.line.device, first.line.device);
    assert.equal(world.server.socket.hello.position, undefined); // the position was the other device's
  });
}

test('a reload waits for the lock of the page before it', async () => {
  const world = tab({ locks: fakeLocks() });
  const before = await online(world);
  const after = start(reloaded(world));
  await settled();
  assert.equal(after.line.device, '');
  world.signs.rest(false);
  await settled();
  assert.equal(after.line.device, before.line.device);
});

test('a page that comes back after another took its name takes a new one, and starts without a position', async () => {
  const world = tab({ locks: fakeLocks() });
  const first = await online(world);
  const name = first.line.device;
  await world.server.socket.message(1);
  const copy = duplicated(world);
  world.signs.rest(false);
  await settled();
  const second = await online(copy);
  assert.equal(second.line.device, name);
  world.signs.wake();
  await world.clock.pass(1000);
  assert.notEqual(first.line.device, name);
  assert.equal(world.server.socket.hello.position, undefined);
});

test('a lock that is refused costs the name of before, not the line', async () => {
  const locks = { request: () => Promise.reject(new Error('opaque origin')) };
  const { line } = await online(page({ locks }));
  assert.equal(line.state, 'online');
});

test('a line that is closed frees its lock', async () => {
  const locks = fakeLocks();
  const { line } = await online(page({ locks }));
  assert.equal(locks.holders.size, 1);
  line.close();
  await settled();
  assert.equal(locks.holders.size, 0);
});

test('a mini program is the same device every time it is started', async () => {
  const wxStorage = memory();
  const first = await online(page({ session: undefined, local: undefined, wxStorage }));
  const second = await online(page({ session: undefined, local: undefined, wxStorage }));
  assert.equal(second.line.device, first.line.device);
});

test('the position of a device with a given name outlives the tab', async () => {
  const world = page();
  const before = await online(world, { device: 'kiosk' });
  await before.server.socket.message(1);
  const after = await online({ ...reloaded(world), session: memory() }, { device: 'kiosk' });
  assert.deepEqual(after.server.socket.hello.position, { epoch: 'e1', seq: 1 });
});

test('the attempt rises across reloads, also where the clock was set back', async () => {
  const world = page();
  const before = await online(world, { device: 'kiosk' });
  const { attempt } = before.server.socket.hello;
  world.clock.time -= 5000;
  const after = await online(reloaded(world), { device: 'kiosk' });
  assert.equal(after.server.socket.hello.attempt, attempt + 1);
});

test('a tab that was reloaded and is then duplicated is another device, without locks', async () => {
  const world = tab();
  await online(world);
  world.signs.rest(true);
  await settled();
  const again = { ...reloaded(world), keys: world.keys };
  const first = await online(again);
  const second = await online(duplicated(again));
  assert.notEqual(second.line.device, first.line.device);
});
