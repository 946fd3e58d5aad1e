import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HeartlineError } from '../src/errors.js';
import { settled } from './support/clock.js';
import { online, page, start } from './support/start.js';

const code = (expected) => (error) => error instanceof HeartlineError && error.code === expected;

/** The state of a promise, without waiting for it. */
function outcome(promise) {
  const seen = {};
  promise.then((value) => (seen.value = value), (error) => (seen.error = error));
  return seen;
}

const sent = (server) => server.socket.received.filter(({ t }) => t === 'send');

test('an answer comes back to who asked', async () => {
  const { client, server } = await online();
  const first = client.send('orders', { item: 1 });
  const second = client.send('orders');
  await settled();
  assert.deepEqual(sent(server), [{ t: 'send', ref: '1', to: 'orders', body: { item: 1 } }, { t: 'send', ref: '2', to: 'orders' }]);
  server.socket.say({ t: 'reply', ref: '2', body: 'two' });
  server.socket.say({ t: 'reply', ref: '1', body: { total: 1 } });
  assert.deepEqual(await first, { total: 1 });
  assert.equal(await second, 'two');
});

test('an error of the service rejects with its code', async () => {
  const { client, server } = await online();
  const answer = client.send('orders', {});
  await settled();
  server.socket.say({ t: 'reply', ref: '1', error: { code: 'NO_SERVICE', message: 'nobody listens' } });
  await assert.rejects(answer, { name: 'HeartlineError', code: 'NO_SERVICE', message: 'nobody listens' });
});

test('what is sent before the client is online waits for it', async () => {
  const { client, server } = start();
  const answer = client.send('orders', 1);
  await settled();
  server.socket.say({ t: 'reply', ref: '1', body: 2 });
  assert.equal(await answer, 2);
});

test('what was sent when the connection ends is rejected and not repeated', async () => {
  const { client, server, clock } = await online();
  const answer = outcome(client.send('orders', 1));
  await settled();
  await server.socket.end();
  assert.ok(code('DISCONNECTED')(answer.error));
  await clock.pass(500);
  assert.equal(server.sockets.length, 2);
  assert.deepEqual(sent(server), []);
});

test('an answer that does not come in time is a timeout', async () => {
  const { client, server, clock } = await online(page(), { sendWithinMillis: 3000 });
  const answer = outcome(client.send('orders', 1));
  await clock.pass(2999);
  assert.deepEqual(answer, {});
  await clock.pass(1);
  assert.ok(code('TIMEOUT')(answer.error));
  await server.socket.say({ t: 'reply', ref: '1', body: 'late' });
});

test('what could not be sent in time was not sent, and says so', async () => {
  const platform = page();
  platform.server.automatic = false;
  const { client, server, clock } = start(platform, { sendWithinMillis: 3000 });
  const answer = outcome(client.send('orders', 1));
  await clock.pass(3000);
  assert.ok(code('OFFLINE')(answer.error));
  server.socket.open();
  await server.socket.welcome();
  assert.deepEqual(sent(server), []);
});

test('more than 32 at once are refused', async () => {
  const { client, server } = await online();
  for (let n = 0; n < 32; n++) outcome(client.send('orders', n));
  await assert.rejects(client.send('orders', 33), code('BUSY'));
  await server.socket.say({ t: 'reply', ref: '5', body: null });
  outcome(client.send('orders', 34));
  await settled();
  assert.equal(sent(server).length, 33);
});

test('what the server would close the connection for is refused here', async () => {
  const { client, server } = await online();
  await assert.rejects(client.send('orders', 'ü'.repeat(32_768)), code('PAYLOAD_TOO_LARGE'));
  assert.equal(sent(server).length, 0);
  const fits = 65_536 - JSON.stringify({ t: 'send', ref: '2', to: 'orders', body: '' }).length;
  outcome(client.send('orders', 'x'.repeat(fits)));
  await settled();
  assert.equal(sent(server).length, 1);
});

test('what is no JSON is refused', async () => {
  const { client } = await online();
  const round = {};
  round.round = round;
  await assert.rejects(client.send('orders', round), TypeError);
});

test('a client that stops answers everybody', async () => {
  const { client, server, clock } = await online();
  const was = outcome(client.send('orders', 1));
  await settled();
  await server.socket.end();
  const waits = outcome(client.send('orders', 2));
  await settled();
  client.close();
  await settled();
  assert.ok(code('DISCONNECTED')(was.error));
  assert.ok(code('OFFLINE')(waits.error));
  await assert.rejects(client.send('orders', 3), code('OFFLINE'));
  assert.equal(clock.timers.size, 0);
});
