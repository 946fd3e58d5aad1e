/** The fake server that applications test with: `heartline-client/testing`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect, HeartlineError } from '../src/index.js';
import { FakeServer } from '../src/testing.js';

/** A line to a fake server; its records, and an end after the test. */
function line(t, more = {}) {
  const server = new FakeServer();
  const told = [];
  const handled = [];
  const client = connect('ws://test/v1/connect', { user: 'alice', ...server.options, ...more });
  for (const type of ['resumed', 'reset', 'stopped']) client.on(type, (what) => void told.push([type, what]));
  client.on('state', (state, why) => told.push([state, why && why.reason]));
  client.on('message', ({ body }) => void handled.push(body));
  t.after(() => client.close({ bye: false }));
  return { server, client, told, handled };
}

const times = (told, name) => told.filter(([type]) => type === name).length;

test('a push is done when the handler has finished and the line has acknowledged it', async (t) => {
  const { server, handled } = line(t);
  const before = server.push('waits for the client');
  assert.deepEqual(server.pending, ['waits for the client']);
  await before;
  await server.push({ hello: 'world' });
  assert.deepEqual(handled, ['waits for the client', { hello: 'world' }]);
  assert.deepEqual(server.pending, []);
});

test('a push is not done while the handler fails', async (t) => {
  const server = new FakeServer();
  const client = connect('ws://test/v1/connect', { user: 'alice', ...server.options });
  t.after(() => client.close());
  let tries = 0;
  client.on('message', async () => { if (++tries === 1) throw new Error('first'); });
  await server.push(1);
  assert.equal(tries, 2);
});

test('what was cut off comes again, once, and the line says that nothing is missing', async (t) => {
  const { server, told, handled } = line(t);
  await server.online();
  await server.push(1);
  server.drop();
  await server.push(2);
  assert.deepEqual(handled, [1, 2]);
  assert.equal(times(told, 'resumed'), 1);
  assert.deepEqual(server.hellos[1].position, { epoch: 'test-1', seq: 1 });
});

test('a state that was lost is a reset, and what is owed comes under new numbers', async (t) => {
  const { server, told, handled } = line(t);
  await server.push(1);
  server.loseState();
  await server.push(2);
  assert.equal(times(told, 'reset'), 1);
  assert.deepEqual(handled, [1, 2]);
});

test('a transient message is for who is there', async (t) => {
  const { server, handled } = line(t);
  await server.push('lost', { transient: true });
  await server.online();
  await server.push('seen', { transient: true });
  await server.push('stored');
  assert.deepEqual(handled, ['seen', 'stored']);
});

test('services answer, fail with their code, or are not there', async (t) => {
  const { server, client } = line(t);
  server.service('orders', async ({ item }) => ({ bought: item }));
  server.service('broken', () => { throw Object.assign(new Error('sold out'), { code: 'SOLD_OUT' }); });
  assert.deepEqual(await client.send('orders', { item: 5 }), { bought: 5 });
  await assert.rejects(client.send('broken'), (error) => error instanceof HeartlineError && error.code === 'SOLD_OUT' && error.message === 'sold out');
  await assert.rejects(client.send('nowhere', 1), { code: 'FORBIDDEN' });
  assert.deepEqual(server.requests, [{ to: 'orders', body: { item: 5 } }, { to: 'broken', body: null }, { to: 'nowhere', body: 1 }]);
});

test('a token can be judged, and a code that stays away stops the line', async (t) => {
  const asked = [];
  const { server, told } = line(t, { user: undefined, token: ({ expired }) => { asked.push(expired); return expired ? 'new' : 'old'; } });
  server.judge = ({ token }) => (token === 'old' ? 4004 : undefined);
  assert.equal((await server.online()).token, 'new');
  assert.deepEqual(asked, [false, true]);
  server.goodbye(4504, { reason: 'removed' });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(told[told.length - 1][1].name, 'REMOVED');
});

test('a server that refuses is a reason that the page can show', async (t) => {
  const { server, client, told } = line(t);
  server.refuse({ status: 403, detail: 'Origin: https://a.example is not allowed' });
  while (!told.some(([state, reason]) => state === 'waiting' && /is not allowed \(403 at http:\/\/test/.test(reason))) await new Promise((resolve) => setTimeout(resolve, 5));
  server.accept();
  await server.online();
  assert.equal(client.state, 'online');
});

test('the newer connection of the device replaces the older one', async (t) => {
  const { server, told } = line(t, { device: 'd' });
  await server.online();
  const other = connect('ws://test/v1/connect', { user: 'alice', device: 'd', ...server.options });
  t.after(() => other.close());
  await new Promise((resolve) => other.on('state', (state) => state === 'online' && resolve()));
  assert.equal(told[told.length - 1][1].name, 'REPLACED');
});

test('bye is seen, and heartbeats are answered', async (t) => {
  const { server, client } = line(t);
  await server.online();
  const socket = server.live;
  const said = [];
  socket.onmessage = ({ data }) => said.push(JSON.parse(data).t);
  socket.send('{"t":"ping"}');
  await client.close();
  assert.deepEqual(said, ['pong']);
  assert.equal(server.saidBye, true);
});

/** A client without the SDK: its hello, when its socket has opened. */
async function bare(server) {
  const socket = new server.options.WebSocket('ws://test/v1/connect');
  await new Promise((resolve) => { socket.onopen = resolve; });
  socket.send('{"t":"hello","user":"alice","device":"d"}');
  return socket;
}

test('what the client sent before it closed has arrived', async () => {
  const server = new FakeServer();
  const socket = await bare(server);
  await server.online();
  const pushed = server.push(1);
  socket.send('{"t":"ack","seq":1}');
  socket.close();
  await pushed;
  assert.deepEqual(server.pending, []);
});

test('what the client sent into a connection that was cut is lost', async () => {
  const server = new FakeServer();
  const socket = await bare(server);
  await server.online();
  server.push(1);
  socket.send('{"t":"ack","seq":1}');
  server.drop();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(server.pending, [1]);
});

test('a client that closes before it is welcome is not online', async () => {
  const server = new FakeServer();
  const socket = new server.options.WebSocket('ws://test/v1/connect');
  socket.onopen = () => {
    socket.send('{"t":"hello","user":"alice","device":"d"}');
    socket.close();
  };
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(server.hellos, []);
});

test('what is no JSON is refused', async () => {
  await assert.rejects(new FakeServer().push(undefined), TypeError);
});
