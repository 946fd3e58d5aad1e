import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './support/clock.js';
import { online, page, reloaded } from './support/start.js';

/** A handler that throws while `broken` returns true. */
function fragile() {
  const tried = [];
  const handler = async ({ body }) => {
    tried.push(body);
    if (handler.broken(body)) throw new Error(`no ${body}`);
  };
  handler.broken = (body) => body === 1;
  return { tried, handler };
}

const failures = (told) => told.filter(([type]) => type === 'failed').map(([, failure]) => failure);

test('a message whose handler throws is tried again, with backoff, before those behind it', async () => {
  const { tried, handler } = fragile();
  const { server, clock } = await online(page(), {}, handler);
  await server.socket.message(1);
  await server.socket.message(2);
  await clock.pass(249);
  assert.deepEqual(tried, [1]);
  await clock.pass(1);
  assert.deepEqual(tried, [1, 1]);
  await clock.pass(499);
  assert.deepEqual(tried, [1, 1]);
  handler.broken = () => false;
  await clock.pass(1);
  assert.deepEqual(tried, [1, 1, 1, 2]);
  await clock.pass(50);
  assert.deepEqual(server.socket.acks, [1, 2]);
});

test('a handler that throws at once, rather than later, is tried again too', async () => {
  let tries = 0;
  const { server, clock } = await online(page(), {}, () => { if (++tries === 1) throw new Error('now'); });
  await server.socket.message(1);
  await clock.pass(250);
  assert.equal(tries, 2);
  assert.deepEqual(server.socket.acks, [1]);
});

test('after maxTries an event tells, and again after every further try', async () => {
  const { tried, handler } = fragile();
  const { server, clock, told } = await online(page(), { maxTries: 3 }, handler);
  await server.socket.message(1);
  await clock.pass(250);
  assert.equal(failures(told).length, 0);
  await clock.pass(500);
  assert.equal(tried.length, 3);
  const [failure] = failures(told);
  assert.equal(failure.message.id, 'm1');
  assert.equal(failure.error.message, 'no 1');
  assert.equal(failure.tries, 3);
  await clock.pass(1000);
  assert.equal(failures(told).length, 2);
  assert.deepEqual(server.socket.acks, []);
});

test('a message that is skipped is acknowledged, and the next one is handled', async () => {
  const { tried, handler } = fragile();
  const { client, server, clock } = await online(page(), { maxTries: 1 }, handler);
  client.on('failed', ({ skip }) => skip());
  await server.socket.message(1);
  await server.socket.message(2);
  await clock.pass(50);
  assert.deepEqual(tried, [1, 2]);
  assert.deepEqual(server.socket.acks, [1, 2]);
  await clock.pass(20_000);
  assert.deepEqual(tried, [1, 2]);
});

test('the application may take its time to skip', async () => {
  const { tried, handler } = fragile();
  const { server, clock, told } = await online(page(), { maxTries: 1 }, handler);
  await server.socket.message(1);
  await server.socket.message(2);
  await clock.pass(100);
  failures(told)[0].skip();
  failures(told)[0].skip();
  await settled();
  assert.deepEqual(tried, [1, 2]);
  await clock.pass(10_000);
  assert.deepEqual(server.socket.acks, [1, 2]);
});

test('a message that is skipped while it is tried once more does not hand out the next one beside it', async () => {
  const calls = [];
  const handler = ({ body }) => new Promise((resolve, reject) => calls.push({ body, resolve, reject }));
  const { server, clock, told } = await online(page(), { maxTries: 1 }, handler);
  await server.socket.message(1);
  await server.socket.message(2);
  calls[0].reject(new Error('no'));
  await clock.pass(250);
  assert.equal(calls.length, 2);
  failures(told)[0].skip();
  await settled();
  assert.equal(calls.length, 2);
  calls[1].reject(new Error('no'));
  await settled();
  assert.equal(failures(told).length, 1);
  assert.deepEqual(calls.map(({ body }) => body), [1, 1, 2]);
});

test('a client that is stopped because of a message leaves it owed', async () => {
  const { tried, handler } = fragile();
  const { client, server, clock, told } = await online(page(), { maxTries: 1 }, handler);
  client.on('failed', ({ stop }) => stop());
  await server.socket.message(1);
  assert.equal(clock.timers.size, 0);
  await clock.pass(20_000);
  assert.equal(client.state, 'stopped');
  assert.equal(told[told.length - 1][1].name, 'MESSAGE_FAILED');
  assert.deepEqual(server.socket.acks, []);
  assert.equal(server.socket.count('bye'), 0);
  assert.deepEqual(tried, [1]);
  assert.equal(clock.timers.size, 0);
});

test('a failed listener that answers skip gives the message up', async () => {
  const { tried, handler } = fragile();
  const { client, server, clock } = await online(page(), { maxTries: 1 }, handler);
  client.on('failed', () => 'skip');
  await server.socket.message(1);
  await server.socket.message(2);
  await clock.pass(20_000);
  assert.deepEqual(tried, [1, 2]);
  assert.deepEqual(server.socket.acks, [1, 2]);
});

test('a failed listener that answers stop, even later, ends the client without bye and leaves the message owed', async () => {
  const platform = page();
  const { tried, handler } = fragile();
  handler.broken = (body) => body === 3;
  const before = await online(platform, { maxTries: 2 }, handler);
  let answer;
  before.client.on('failed', () => new Promise((resolve) => (answer = resolve)));
  for (const seq of [1, 2, 3]) await before.server.socket.message(seq);
  await before.clock.pass(250);
  assert.deepEqual(tried, [1, 2, 3, 3]);
  answer('stop');
  await settled();
  assert.equal(before.client.state, 'stopped');
  assert.equal(before.told[before.told.length - 1][1].name, 'MESSAGE_FAILED');
  assert.equal(before.server.socket.count('bye'), 0);
  assert.equal(before.server.socket.closed, true);
  assert.equal(before.clock.timers.size, 0);
  await before.clock.pass(60_000);
  assert.deepEqual(tried, [1, 2, 3, 3]);
  const after = await online(reloaded(platform));
  assert.deepEqual(after.server.socket.hello.position, { epoch: 'e1', seq: 2 });
  await after.server.socket.message(3);
  assert.deepEqual(after.handled, [3]);
});

test('what was finished is acknowledged before a stop', async () => {
  const { handler } = fragile();
  handler.broken = (body) => body === 3;
  const { client, server } = await online(page(), { maxTries: 1 }, handler);
  client.on('failed', () => 'stop');
  for (const seq of [1, 2, 3]) await server.socket.message(seq);
  assert.equal(client.state, 'stopped');
  assert.deepEqual(server.socket.acks, [1, 2]);
});

test('the next try does not wait for an answer, and every failed try asks again', async () => {
  const { handler } = fragile();
  const { client, server, clock } = await online(page(), { maxTries: 1 }, handler);
  const asked = [];
  client.on('failed', ({ tries }) => new Promise((answer) => asked.push({ tries, answer })));
  await server.socket.message(1);
  await clock.pass(750);
  assert.deepEqual(asked.map(({ tries }) => tries), [1, 2, 3]);
  asked[0].answer('skip');
  await settled();
  await clock.pass(50);
  assert.deepEqual(server.socket.acks, [1]);
  assert.equal(clock.timers.size, 1); // the heartbeat
});

test('an answer that comes too late is ignored', async () => {
  const { handler } = fragile();
  const { client, server, clock, told } = await online(page(), { maxTries: 1 }, handler);
  await server.socket.message(1);
  handler.broken = (body) => body === 2;
  await clock.pass(250);
  const [failure] = failures(told);
  failure.stop();
  assert.equal(client.state, 'online');
  await server.socket.message(2);
  failure.skip();
  await clock.pass(50);
  assert.deepEqual(server.socket.acks, [1]);
});

test('a failed listener without an answer, or with a broken one, changes nothing', async (t) => {
  const said = t.mock.method(console, 'error', () => {});
  const { tried, handler } = fragile();
  const { client, server, clock } = await online(page(), { maxTries: 1 }, handler);
  const answers = [() => 'later', () => true, () => Promise.reject(new Error('mine')), () => { throw new Error('mine too'); }];
  for (const answer of answers) client.on('failed', answer);
  await server.socket.message(1);
  await clock.pass(750);
  assert.deepEqual(tried, [1, 1, 1]);
  assert.equal(client.state, 'online');
  assert.deepEqual(server.socket.acks, []);
  assert.equal(said.mock.callCount(), 6);
});

test('a failure that nobody listens to is said aloud and blocks, but is not lost', async (t) => {
  const said = t.mock.method(console, 'error', () => {});
  const { tried, handler } = fragile();
  const all = await online(page(), { maxTries: 2 }, handler);
  all.client.events.listeners.delete('failed');
  await all.server.socket.message(1);
  await all.clock.pass(750);
  assert.equal(said.mock.callCount(), 2);
  assert.match(said.mock.calls[0].arguments[0], /m1 failed 2 times/);
  assert.equal(tried.length, 3);
});

test('how often a message was tried is not forgotten when the connection ends', async () => {
  const { handler } = fragile();
  const { server, clock, told } = await online(page(), { maxTries: 3 }, handler);
  await server.socket.message(1);
  await server.socket.end();
  await clock.pass(250);
  await server.socket.message(1);
  await clock.pass(1000);
  assert.equal(failures(told)[0].tries, 3);
  handler.broken = () => false;
  await clock.pass(10_000);
  assert.deepEqual(server.socket.acks, [1]);
});

test('a message waits for a new handler where the old one was taken off', async () => {
  const { client, server, clock } = await online(page(), {}, null);
  const off = client.on('message', () => { throw new Error('no'); });
  await server.socket.message(1);
  off();
  await clock.pass(10_000);
  const handled = [];
  client.on('message', ({ body }) => void handled.push(body));
  await settled();
  assert.deepEqual(handled, [1]);
});
