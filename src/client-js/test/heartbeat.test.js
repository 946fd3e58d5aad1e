import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './support/clock.js';
import { online, page } from './support/start.js';

const MINUTE = 60_000;

test('a ping of the server is answered at once', async () => {
  const { server } = await online();
  await server.socket.say({ t: 'ping' });
  assert.equal(server.socket.count('pong'), 1);
});

test('a silent interval brings a ping', async () => {
  const { server, clock } = await online();
  await clock.pass(24_999);
  assert.equal(server.socket.count('ping'), 0);
  await clock.pass(1);
  assert.equal(server.socket.count('ping'), 1);
});

test('two more silent intervals mean that the peer is gone, and the socket is closed although no close comes', async () => {
  const { client, server, clock, states } = await online();
  await clock.pass(74_999);
  assert.equal(client.state, 'online');
  await clock.pass(1);
  assert.equal(server.socket.closed, true);
  assert.equal(states[states.length - 1].name, 'SILENT');
  await clock.pass(500);
  await settled();
  assert.equal(client.state, 'online');
});

test('what we send proves nothing', async () => {
  const { client, server, clock } = await online();
  for (let second = 0; second < 75; second += 5) {
    client.send('orders', {}).catch(() => {});
    await clock.pass(5000);
  }
  assert.equal(server.sockets[0].closed, true);
});

test('anything that comes proves life', async () => {
  const { client, server, clock } = await online();
  for (const frame of [{ t: 'pong' }, { t: 'ping' }, { t: 'unheard-of' }, 'no JSON', { t: 'reply', ref: '99' }]) {
    await clock.pass(70_000);
    await server.socket.say(frame);
  }
  assert.equal(client.state, 'online');
  assert.equal(server.sockets.length, 1);
});

test('the interval is the server\'s', async () => {
  const platform = page();
  platform.server.welcomes = { heartbeatMillis: 1000 };
  const { server, clock } = await online(platform);
  await clock.pass(1000);
  assert.equal(server.socket.count('ping'), 1);
});

test('a tab that was frozen does not kill a live socket', async () => {
  const { client, server, clock } = await online();
  await clock.freeze(60 * MINUTE);
  await clock.pass(0); // the late timer
  assert.equal(server.socket.count('ping'), 1);
  await server.socket.say({ t: 'pong' });
  await clock.pass(20_000);
  assert.equal(client.state, 'online');
  assert.equal(server.sockets.length, 1);
});

test('a tab that was frozen while a ping was unanswered asks once more', async () => {
  const { client, server, clock } = await online();
  await clock.pass(26_000);
  await clock.freeze(60 * MINUTE);
  await clock.pass(0);
  assert.equal(server.socket.count('ping'), 2);
  assert.equal(client.state, 'online');
  await server.socket.say({ t: 'pong' });
  await clock.pass(20_000);
  assert.equal(client.state, 'online');
});

test('a page that is shown asks at once, and does not keep a dead socket for longer than 5 s', async () => {
  const { client, server, clock, platform } = await online();
  await clock.freeze(60 * MINUTE);
  platform.lifecycle.wake();
  assert.equal(server.socket.count('ping'), 1);
  await clock.pass(4999);
  assert.equal(client.state, 'online');
  await clock.pass(1);
  assert.equal(server.socket.closed, true);
  assert.equal(client.state, 'waiting');
});

test('lifecycle that follow each other do not put the deadline off', async () => {
  const { server, clock, platform } = await online();
  for (let second = 0; second < 5; second++) {
    platform.lifecycle.wake();
    await clock.pass(1000);
  }
  assert.equal(server.sockets[0].count('ping'), 1);
  assert.equal(server.sockets[0].closed, true);
});

test('a tab whose timers come once a minute finds a dead socket in three minutes', async () => {
  const { server, clock } = await online();
  for (let minute = 0; minute < 4; minute++) {
    await clock.freeze(MINUTE);
    await clock.pass(0);
  }
  assert.equal(server.sockets[0].closed, true);
});

test('a clock that is set back does not stop the heartbeat', async () => {
  const { server, clock } = await online();
  clock.time -= 60 * MINUTE;
  for (const timer of clock.timers.values()) timer.at -= 60 * MINUTE; // real timers do not depend on the wall clock
  await clock.pass(MINUTE);
  assert.equal(server.socket.count('ping'), 1);
});

test('a socket that breaks while it is pinged is a lost connection', async () => {
  const { client, server, clock } = await online();
  server.socket.send = () => { throw new Error('broken'); };
  await clock.pass(25_000);
  assert.equal(client.state, 'waiting');
  assert.equal(server.socket.closed, true);
});

test('an answer begins a new interval', async () => {
  const { server, clock } = await online();
  await clock.pass(25_000);
  await server.socket.say({ t: 'pong' });
  await clock.pass(24_999);
  assert.equal(server.socket.count('ping'), 1);
  await clock.pass(1);
  assert.equal(server.socket.count('ping'), 2);
});
