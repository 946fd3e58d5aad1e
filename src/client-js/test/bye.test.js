import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './support/clock.js';
import { online, page, reloaded, start } from './support/start.js';

test('a client that is closed acknowledges what is finished, says bye and is gone', async () => {
  const { client, server, clock, told } = await online();
  await server.socket.message(1);
  await server.socket.message(2);
  const gone = client.close();
  assert.equal(client.state, 'stopped');
  await gone;
  assert.deepEqual(server.socket.received.slice(1).map(({ t, seq }) => [t, seq]), [['ack', 1], ['ack', 2], ['bye', undefined]]);
  assert.equal(server.socket.closed, true);
  assert.deepEqual(told, [['stopped', { name: 'CLOSED', reason: 'closed by the application' }]]);
  assert.equal(clock.timers.size, 0);
});

test('bye is left 2 s to be read before the socket is closed', async () => {
  const { client, server, clock } = await online();
  server.automatic = false;
  client.close();
  await clock.pass(1999);
  assert.equal(server.socket.closed, false);
  await clock.pass(1);
  assert.equal(server.socket.closed, true);
});

test('after bye nothing is handled and nothing connects', async () => {
  const { client, server, clock, handled, platform } = await online();
  server.automatic = false;
  client.close();
  await server.socket.message(1);
  await server.socket.end(1000);
  platform.lifecycle.wake();
  await clock.pass(120_000);
  assert.deepEqual(handled, []);
  assert.equal(server.sockets.length, 1);
});

test('a device that said bye has no position any more', async () => {
  const platform = page();
  const before = await online(platform);
  await before.server.socket.message(1);
  await before.client.close();
  const after = await online(reloaded(platform));
  assert.equal(after.server.socket.hello.position, undefined);
});

test('a client may be closed without bye, and its device goes on later', async () => {
  const platform = page();
  const before = await online(platform);
  await before.server.socket.message(1);
  await before.client.close({ bye: false });
  assert.equal(before.server.socket.count('bye'), 0);
  assert.equal(before.server.socket.closed, true);
  const after = await online(reloaded(platform));
  assert.deepEqual(after.server.socket.hello.position, { epoch: 'e1', seq: 1 });
});

test('leaving the page says no bye, as it may be a reload', async () => {
  const { server, platform } = await online();
  platform.lifecycle.suspend(true);
  assert.equal(server.socket.count('bye'), 0);
});

test('leaving the page for good says bye where the application wants that, and being kept by the browser does not', async () => {
  for (const [forGood, byes] of [[true, 1], [false, 0]]) {
    const { server, platform } = await online(page(), { byeOnUnload: true });
    platform.lifecycle.suspend(forGood);
    assert.equal(server.socket.count('bye'), byes);
  }
});

test('closing is possible at any time and as often as one likes', async () => {
  const { client, server, told } = start();
  await client.close();
  await client.close();
  await settled();
  assert.equal(server.sockets.length, 0);
  assert.equal(told.length, 1);
  const waiting = await online();
  await waiting.server.socket.end();
  await waiting.client.close();
  assert.equal(waiting.clock.timers.size, 0);
});

test('a client that the server stopped can be closed', async () => {
  const { client, server } = await online();
  await server.socket.end(4502);
  await client.close();
  assert.equal(client.state, 'stopped');
});

test('a handler that finishes after a close without bye is remembered', async () => {
  const platform = page();
  let done;
  const before = await online(platform, {}, () => new Promise((resolve) => (done = resolve)));
  await before.server.socket.message(1);
  await before.client.close({ bye: false });
  done();
  await settled();
  const after = await online(reloaded(platform));
  assert.deepEqual(after.server.socket.hello.position, { epoch: 'e1', seq: 1 });
});

test('after bye nothing more is said', async () => {
  const { client, server, clock } = await online();
  server.automatic = false;
  await clock.pass(24_500);
  client.close();
  await server.socket.say({ t: 'ping' });
  await clock.pass(1500);
  assert.equal(server.socket.received[server.socket.received.length - 1].t, 'bye');
});

test('a handler that finishes after bye stores nothing', async () => {
  const platform = page();
  let done;
  const before = await online(platform, {}, () => new Promise((resolve) => (done = resolve)));
  await before.server.socket.message(1);
  await before.client.close();
  done();
  await settled();
  const after = await online(reloaded(platform));
  assert.equal(after.server.socket.hello.position, undefined);
});

test('where no bye could be said, the position is kept', async () => {
  const platform = page();
  const before = await online(platform);
  await before.server.socket.message(1);
  await before.server.socket.end();
  await before.client.close();
  const after = await online(reloaded(platform));
  assert.deepEqual(after.server.socket.hello.position, { epoch: 'e1', seq: 1 });
});
