import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './support/clock.js';
import { online, page, reloaded } from './support/start.js';

const E2 = { resumed: false, position: { epoch: 'e2', seq: 0 } };

/** A reset listener whose calls the test ends one by one. */
function slowReset(client) {
  const calls = [];
  client.on('reset', (info) => new Promise((resolve, reject) => calls.push({ info, resolve, reject })));
  return calls;
}

/** Connects again after a loss; the server's answer is a reset. */
async function comeBack({ server, platform }, welcomes = E2) {
  await server.socket.end();
  server.welcomes = welcomes;
  platform.lifecycle.wake();
  await settled();
}

test('messages wait until the reset listener is done', async () => {
  const all = await online();
  const { client, server, clock, handled } = all;
  await server.socket.message(1);
  const calls = slowReset(client);
  await comeBack(all);
  await server.socket.message(1, { epoch: 'e2', id: 'new', body: 'new' });
  await clock.pass(10_000);
  assert.deepEqual(calls[0].info, { position: { epoch: 'e2', seq: 0 }, pending: 0, before: { epoch: 'e1', seq: 1 } });
  assert.deepEqual(handled, [1]);
  assert.deepEqual(server.socket.acks, []);
  calls[0].resolve();
  await clock.pass(50);
  assert.deepEqual(handled, [1, 'new']);
  assert.deepEqual(server.socket.acks, [1]);
});

test('each of several reset listeners is awaited, one after the other', async () => {
  const all = await online();
  const { client, server, handled } = all;
  await server.socket.message(1);
  const first = slowReset(client);
  const second = slowReset(client);
  await comeBack(all);
  await server.socket.message(1, { epoch: 'e2', id: 'new', body: 'new' });
  assert.equal(second.length, 0);
  first[0].resolve();
  await settled();
  assert.deepEqual(handled, [1]);
  second[0].resolve();
  await settled();
  assert.deepEqual(handled, [1, 'new']);
});

test('a reset waits for the message in hand', async () => {
  let finish;
  const all = await online(page(), {}, () => new Promise((resolve) => (finish = resolve)));
  const { client, server } = all;
  await server.socket.message(1);
  const calls = slowReset(client);
  await comeBack(all);
  assert.equal(calls.length, 0);
  finish();
  await settled();
  assert.equal(calls.length, 1);
});

test('a reset does not need a message handler', async () => {
  const all = await online(page(), {}, null);
  await comeBack(all);
  await all.server.socket.message(1, { epoch: 'e2' });
  assert.deepEqual(all.told.map(([type]) => type), ['reset']);
});

test('a reset listener that fails is called again, with backoff and without limit', async (t) => {
  const said = t.mock.method(console, 'error', () => {});
  const all = await online(page(), { maxTries: 1 });
  const { client, server, clock, handled, told } = all;
  const calls = [];
  client.on('reset', async () => { if (calls.push(clock.now()) < 4) throw new Error('the page can not be loaded'); });
  await comeBack(all);
  await server.socket.message(1, { epoch: 'e2', body: 'new' });
  await clock.pass(250 + 500);
  assert.equal(calls.length, 3);
  assert.equal(said.mock.callCount(), 3);
  assert.deepEqual(handled, []);
  await clock.pass(1000);
  assert.deepEqual(handled, ['new']);
  assert.deepEqual(calls.slice(1).map((at, index) => at - calls[index]), [250, 500, 1000]);
  assert.equal(told.filter(([type]) => type === 'failed').length, 0);
});

test('a reset that was not finished comes again with the next connection, whatever the server says then', async () => {
  const all = await online();
  const { client, server, clock, handled } = all;
  await server.socket.message(1);
  const calls = slowReset(client);
  await comeBack(all, { resumed: false, position: { epoch: 'e1', seq: 57 } });
  assert.equal(calls.length, 1);
  await comeBack(all, { resumed: true, position: { epoch: 'e1', seq: 57 } });
  assert.deepEqual(server.socket.hello.position, { epoch: 'e1', seq: 1 });
  calls[0].reject(new Error('offline'));
  await server.socket.message(58);
  await clock.pass(500);
  assert.equal(calls.length, 2);
  calls[1].resolve();
  await settled();
  calls[2].resolve();
  await clock.pass(50);
  assert.deepEqual(handled, [1, 58]);
  assert.equal(calls.length, 3);
  await comeBack(all, {});
  assert.deepEqual(server.socket.hello.position, { epoch: 'e1', seq: 58 });
  assert.equal(calls.length, 3);
});

test('a reset that is finished after the server asked for another one does not stand for that one', async () => {
  const all = await online();
  const { client, server } = all;
  await server.socket.message(1);
  const calls = slowReset(client);
  await comeBack(all, { resumed: false, position: { epoch: 'e1', seq: 57 } });
  await comeBack(all, { resumed: false, position: { epoch: 'e1', seq: 80 } });
  calls[0].resolve();
  await settled();
  assert.equal(calls.length, 2);
  await comeBack(all, { resumed: true, position: { epoch: 'e1', seq: 80 } });
  assert.deepEqual(server.socket.hello.position, { epoch: 'e1', seq: 1 });
  calls[1].resolve();
  await settled();
  calls[2].resolve();
  await comeBack(all, {});
  assert.deepEqual(server.socket.hello.position, { epoch: 'e1', seq: 80 });
});

test('a reset that was not finished comes again after a reload', async () => {
  const platform = page();
  const before = await online(platform);
  await before.server.socket.message(1);
  slowReset(before.client);
  await comeBack(before, { resumed: false, position: { epoch: 'e1', seq: 57 } });
  platform.server.welcomes = { resumed: true, position: { epoch: 'e1', seq: 57 } };
  const after = await online(reloaded(platform));
  assert.deepEqual(after.told.map(([type, { position, before: old }]) => [type, position.seq, old.seq]), [['reset', 57, 1]]);
  await after.client.close({ bye: false });
  platform.server.welcomes = {};
  const later = await online(reloaded(platform));
  assert.deepEqual(later.told.map(([type]) => type), ['resumed']);
});

test('a reset that is at work when the client is closed without bye counts when it is done', async () => {
  const platform = page();
  const before = await online(platform);
  await before.server.socket.message(1);
  const calls = slowReset(before.client);
  await comeBack(before);
  await before.client.close({ bye: false });
  calls[0].resolve();
  await settled();
  platform.server.welcomes = {};
  const after = await online(reloaded(platform));
  assert.deepEqual(after.server.socket.hello.position, { epoch: 'e2', seq: 0 });
  assert.deepEqual(after.told.map(([type]) => type), ['resumed']);
});

test('the position of another user ends a reset that was not finished', async () => {
  const platform = page();
  const token = () => 'token';
  const before = await online(platform, { user: undefined, token });
  slowReset(before.client);
  await comeBack(before);
  platform.server.welcomes = { user: 'bob', resumed: false, position: { epoch: 'b1', seq: 0 } };
  const after = await online(reloaded(platform), { user: undefined, token });
  assert.deepEqual(after.told, []);
});
