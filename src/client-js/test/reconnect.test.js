import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Backoff } from '../src/backoff.js';
import { settled } from './support/clock.js';
import { online, page, reloaded, start } from './support/start.js';

const last = (states) => states[states.length - 1];

test('a client goes from idle over connecting to online', async () => {
  const { client, states } = start();
  assert.equal(client.state, 'idle');
  await settled();
  assert.deepEqual(states.map(({ state }) => state), ['connecting', 'online']);
  assert.equal(client.state, 'online');
});

test('the socket asks for the subprotocol and the hello comes first', async () => {
  const { server, clock } = await online();
  assert.equal(server.socket.protocol, 'heartline.v1');
  const { device, ...hello } = server.socket.hello;
  assert.match(device, /^js-[a-z0-9]+$/);
  assert.deepEqual(hello, { t: 'hello', user: 'alice', attempt: clock.now(), features: [] });
});

test('the ceiling of the wait doubles from 500 ms to 30 s, and the wait is anything below it', () => {
  const most = new Backoff(() => 1);
  assert.deepEqual(Array.from({ length: 9 }, () => most.next()), [500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  const least = new Backoff(() => 0);
  assert.deepEqual([least.next(), least.next()], [0, 0]);
  for (let i = 0; i < 2000; i++) most.next();
  assert.equal(most.next(), 30000);
});

test('the first try after a loss already waits a random time', async () => {
  const { server, clock, states } = await online();
  await server.socket.end();
  assert.equal(last(states).delayMillis, 250);
  await clock.pass(249);
  assert.equal(server.sockets.length, 1);
  await clock.pass(1);
  assert.equal(server.sockets.length, 2);
});

test('the backoff grows while connections are short and begins anew after one of 10 s', async () => {
  const { server, clock, states } = await online();
  await server.socket.end();
  await clock.pass(250);
  await settled();
  await clock.pass(9_999);
  await server.socket.end();
  assert.equal(last(states).delayMillis, 500);
  await clock.pass(500);
  await settled();
  await clock.pass(10_000);
  await server.socket.end();
  assert.equal(last(states).delayMillis, 250);
});

test('error and close of one socket make one new attempt', async () => {
  const { server, clock } = await online();
  const broken = server.socket;
  await broken.break();
  await broken.break();
  await clock.pass(15_000);
  assert.equal(server.sockets.length, 2);
});

test('whatever fires at the same time, one attempt at a time is made', async () => {
  const { server, clock, platform } = await online();
  server.automatic = false;
  await server.socket.break();
  platform.lifecycle.wake();
  platform.lifecycle.wake();
  await clock.pass(1000);
  platform.lifecycle.wake();
  await settled();
  assert.equal(server.sockets.filter(({ closed }) => !closed).length, 1);
  assert.equal(server.sockets.length, 2);
});

test('the network being back ends the wait at once', async () => {
  const { server, platform } = await online();
  await server.socket.end();
  platform.lifecycle.wake();
  await settled();
  assert.equal(server.sockets.length, 2);
});

test('the time that the server asked for is waited', async () => {
  const { server, clock, states } = await online();
  await server.socket.say({ t: 'goodbye', code: 4000, reason: 'draining', retryAfterMillis: 1730 });
  assert.deepEqual(last(states), { state: 'waiting', name: 'DRAINING', code: 4000, reason: 'draining', delayMillis: 1730 });
  assert.equal(server.socket.closed, true);
  await clock.pass(1729);
  assert.equal(server.sockets.length, 1);
  await clock.pass(1);
  assert.equal(server.sockets.length, 2);
});

test('the network being back does not shorten what the server asked for', async () => {
  const { server, clock, platform } = await online();
  await server.socket.say({ t: 'goodbye', code: 4000, retryAfterMillis: 1730 });
  platform.lifecycle.wake();
  await settled();
  assert.equal(server.sockets.length, 1);
  await clock.pass(1730);
  assert.equal(server.sockets.length, 2);
});

for (const [code, name] of [[4500, 'UNAUTHORIZED'], [4501, 'PROTOCOL_VIOLATION'], [4502, 'REPLACED'], [4504, 'REMOVED'], [4999, 'CLOSED']]) {
  test(`${code} stays away, and says so`, async () => {
    const { client, server, clock, told, platform } = await online();
    await server.socket.end(code, 'why');
    platform.lifecycle.wake();
    await clock.pass(120_000);
    assert.equal(server.sockets.length, 1);
    assert.equal(client.state, 'stopped');
    assert.deepEqual(told, [['stopped', { name, code, reason: 'why' }]]);
    assert.equal(clock.timers.size, 0);
    assert.equal(platform.lifecycle.unwatched, true);
  });
}

for (const code of [1000, 1001, 1006, 1011, 3000, 4001, 4006, 4007, 4499, undefined]) {
  test(`${code} comes back`, async () => {
    const { server, clock } = await online();
    await server.socket.end(code);
    await clock.pass(500);
    assert.equal(server.sockets.length, 2);
  });
}

test('a goodbye stays away before its close comes', async () => {
  const { client, server, told } = await online();
  await server.socket.say({ t: 'goodbye', code: 4502, reason: 'the same device connected again' });
  assert.equal(client.state, 'stopped');
  assert.equal(told[0][1].name, 'REPLACED');
});

test('the last attempt that is allowed ends in an event', async () => {
  const platform = page();
  platform.server.automatic = false;
  const { client, server, clock, told } = start(platform, { maxAttempts: 3 });
  for (let attempt = 1; attempt <= 3; attempt++) {
    await clock.pass(1000);
    assert.equal(server.sockets.length, attempt);
    await server.socket.break();
  }
  await clock.pass(120_000);
  assert.equal(server.sockets.length, 3);
  assert.equal(client.state, 'stopped');
  assert.deepEqual(told.map(([type, { name }]) => [type, name]), [['stopped', 'MAX_ATTEMPTS']]);
});

test('a socket that never opens is given up, and closed', async () => {
  const platform = page();
  platform.server.automatic = false;
  const { server, clock, states } = start(platform);
  await clock.pass(14_999);
  assert.equal(server.socket.closed, false);
  await clock.pass(1);
  assert.equal(server.sockets[0].closed, true);
  assert.equal(last(states).name, 'TIMEOUT');
});

test('a socket that was given up is not heard any more', async () => {
  const platform = page();
  platform.server.automatic = false;
  const { client, server, clock } = start(platform);
  await clock.pass(15_000);
  server.socket.open();
  await server.socket.end(4500);
  assert.equal(client.state, 'waiting');
});

test('a hello that is not answered is given up', async () => {
  const platform = page();
  platform.server.automatic = false;
  const { client, server, clock } = start(platform);
  await settled();
  server.socket.open();
  assert.equal(server.socket.hello.t, 'hello');
  await clock.pass(15_000);
  assert.equal(client.state, 'waiting');
});

test('a socket that can not even be made is a failed attempt', async () => {
  const platform = page({ WebSocket: class { constructor() { throw new Error('mixed content'); } } });
  const { states, clock } = start(platform);
  await clock.pass(0);
  assert.match(last(states).reason, /mixed content/);
  assert.equal(last(states).state, 'waiting');
});

test('the attempt is the time, or one more than the last where the clock was set back', async () => {
  const { server, clock } = await online();
  const first = server.socket.hello.attempt;
  clock.time -= 3_600_000;
  await server.socket.end();
  await clock.pass(500);
  await settled();
  assert.equal(server.socket.hello.attempt, first + 1);
});

test('a token is asked for every connection', async () => {
  const platform = page();
  let asked = 0;
  const { server, clock } = await online(platform, { user: undefined, token: async () => `token-${++asked}` });
  assert.equal(server.socket.hello.token, 'token-1');
  assert.equal(server.socket.hello.user, undefined);
  await server.socket.end();
  await clock.pass(500);
  await settled();
  assert.equal(server.socket.hello.token, 'token-2');
});

test('4004 asks for a new token, and says that the last one has expired', async () => {
  const asks = [];
  const { server, clock } = await online(page(), { token: (ask) => String(asks.push(ask.expired)) });
  await server.socket.end(4004);
  await clock.pass(500);
  await settled();
  await server.socket.end();
  await clock.pass(1000);
  await settled();
  assert.deepEqual(asks, [false, true, false]);
});

test('4007 is no failure of the token function: a token is shown again after the time asked for', async () => {
  const asks = [];
  const { client, server, clock } = await online(page(), { token: (ask) => String(asks.push(ask.expired)) });
  for (let i = 0; i < 5; i++) {
    const { length } = server.sockets;
    await server.socket.say({ t: 'goodbye', code: 4007, reason: 'unknown key', retryAfterMillis: 40000 });
    await clock.pass(39_999);
    await settled();
    assert.equal(client.state, 'waiting');
    assert.equal(server.sockets.length, length);
    await clock.pass(1);
    await settled();
    assert.equal(server.sockets.length, length + 1);
  }
  assert.deepEqual(asks, [false, false, false, false, false, false]);
});

test('a token function that throws is a failed attempt', async () => {
  const { client, clock, server, told } = start(page(), { maxAttempts: 2, token: () => Promise.reject(new Error('no network')) });
  await clock.pass(0);
  assert.equal(client.state, 'waiting');
  await clock.pass(250);
  assert.equal(client.state, 'stopped');
  assert.match(told[0][1].reason, /no network/);
  assert.equal(server.sockets.length, 0);
});

test('a token function that never answers is a failed attempt', async () => {
  const { client, clock, server } = start(page(), { token: () => new Promise(() => {}) });
  await clock.pass(14_999);
  assert.equal(client.state, 'connecting');
  await clock.pass(1);
  assert.equal(client.state, 'waiting');
  assert.equal(server.sockets.length, 0);
});

test('a token that comes after its attempt was given up opens nothing', async () => {
  const answers = [];
  const { clock, server } = start(page(), { token: () => new Promise((answer) => answers.push(answer)) });
  await clock.pass(15_000);
  answers[0]('late');
  await settled();
  assert.equal(server.sockets.length, 0);
});

test('a listener may close the client at any state, and it stays closed', async () => {
  for (const when of ['connecting', 'online', 'waiting']) {
    const { client, server, clock } = start();
    client.on('state', (state) => state === when && client.close());
    await settled();
    if (when === 'waiting') await server.socket.end();
    await clock.pass(120_000);
    assert.equal(client.state, 'stopped', when);
    assert.ok(server.sockets.every(({ closed }) => closed), when);
    assert.equal(clock.timers.size, 0, when);
  }
});

test('a listener that throws disturbs nobody', async (t) => {
  const said = t.mock.method(console, 'error', () => {});
  const { client } = start();
  client.on('state', () => { throw new Error('mine'); });
  await settled();
  assert.equal(client.state, 'online');
  assert.equal(said.mock.callCount(), 2);
});

test('no timer outlives its socket', async () => {
  const { client, server, clock } = await online();
  await server.socket.message(1);
  await server.socket.end();
  assert.equal(clock.timers.size, 1); // the wait for the next attempt
  client.close();
  await settled();
  assert.equal(clock.timers.size, 0);
});

test('a page that is left keeps no socket, and is back at once when it is shown again', async () => {
  const { client, server, clock, platform } = await online();
  platform.lifecycle.suspend(false);
  assert.equal(server.socket.closed, true);
  assert.equal(server.socket.count('bye'), 0);
  await clock.pass(120_000);
  assert.equal(server.sockets.length, 1);
  assert.equal(client.state, 'waiting');
  platform.lifecycle.wake();
  await settled();
  assert.equal(client.state, 'online');
  assert.equal(server.sockets.length, 2);
});

test('a wait that was cut short does not end the next one', async () => {
  const { server, clock, platform } = await online();
  server.automatic = false;
  await server.socket.end();
  platform.lifecycle.wake();
  await settled();
  server.socket.open();
  await server.socket.say({ t: 'goodbye', code: 4003, retryAfterMillis: 5000 });
  await clock.pass(4999);
  assert.equal(server.sockets.length, 2);
});

test('a page that is left while it waits does not connect', async () => {
  const { client, server, clock, platform } = await online();
  await server.socket.end();
  platform.lifecycle.suspend(false);
  await clock.pass(120_000);
  assert.equal(server.sockets.length, 1);
  assert.equal(client.state, 'waiting');
});

test('a client that is closed by its first news tells no other', async () => {
  const platform = page();
  await (await online(platform)).client.close({ bye: false });
  const { client, told } = start(reloaded(platform));
  client.on('state', (state) => state === 'online' && client.close());
  await settled();
  assert.deepEqual(told.map(([type]) => type), ['stopped']);
});

test('a token function that gives no text is a failed attempt', async () => {
  const { client, clock, server } = start(page(), { token: async () => undefined });
  await clock.pass(0);
  assert.equal(client.state, 'waiting');
  assert.equal(server.sockets.length, 0);
});
