import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './support/clock.js';
import { online, page, reloaded, start } from './support/start.js';

/** A handler whose calls the test ends one by one. */
function slow() {
  const calls = [];
  const handler = (message) =>
    new Promise((resolve, reject) => calls.push({ message, body: message.body, done: resolve, fail: reject }));
  return { calls, handler };
}

async function finish(call) {
  call.done();
  await settled();
}

test('a message is acknowledged when its handler is done, not before', async () => {
  const { calls, handler } = slow();
  const { server } = await online(page(), {}, handler);
  await server.socket.message(1);
  assert.deepEqual(server.socket.acks, []);
  await finish(calls[0]);
  assert.deepEqual(server.socket.acks, [1]);
});

test('the handler is given what was published', async () => {
  const given = [];
  const { server } = await online(page(), {}, (message) => given.push(message));
  await server.socket.message(1, { body: { hello: ['world', null] }, at: 17 });
  assert.deepEqual(given, [{ epoch: 'e1', seq: 1, id: 'm1', at: 17, body: { hello: ['world', null] } }]);
});

test('messages are handled one at a time and in order', async () => {
  const { calls, handler } = slow();
  const { server } = await online(page(), {}, handler);
  for (const seq of [1, 2, 3]) server.socket.message(seq);
  await settled();
  assert.deepEqual(calls.map(({ body }) => body), [1]);
  await finish(calls[0]);
  assert.deepEqual(calls.map(({ body }) => body), [1, 2]);
});

test('acknowledgements are cumulative and put together', async () => {
  const { server, clock, handled } = await online();
  for (let seq = 1; seq <= 10; seq++) await server.socket.message(seq);
  assert.equal(handled.length, 10);
  assert.deepEqual(server.socket.acks, [1]);
  await clock.pass(50);
  assert.deepEqual(server.socket.acks, [1, 10]);
});

test('after 16 messages the acknowledgement does not wait', async () => {
  const { server } = await online();
  for (let seq = 1; seq <= 17; seq++) await server.socket.message(seq);
  assert.deepEqual(server.socket.acks, [1, 17]);
});

test('where timers are late, whatever comes brings the acknowledgement', async () => {
  const { server, clock } = await online();
  await server.socket.message(1);
  await server.socket.message(2);
  await clock.freeze(25_000);
  await server.socket.say({ t: 'ping' });
  assert.deepEqual(server.socket.acks, [1, 2]);
});

test('a gap in the numbers is no reason to wait', async () => {
  const { server, handled, clock } = await online();
  await server.socket.message(1);
  await server.socket.message(5);
  await clock.pass(50);
  assert.deepEqual(handled, [1, 5]);
  assert.deepEqual(server.socket.acks, [1, 5]);
});

test('a message without an epoch has the epoch of the one before', async () => {
  const { server, handled } = await online();
  await server.socket.message(1);
  await server.socket.message(2, { epoch: undefined });
  await server.socket.message(2);
  assert.deepEqual(handled, [1, 2]);
});

test('what comes before there is a handler waits for it, and is not acknowledged', async () => {
  const { client, server, clock } = await online(page(), {}, null);
  await server.socket.message(1);
  await server.socket.message(2);
  await clock.pass(10_000);
  assert.deepEqual(server.socket.acks, []);
  const handled = [];
  client.on('message', ({ body }) => void handled.push(body));
  await clock.pass(50);
  assert.deepEqual(handled, [1, 2]);
  assert.deepEqual(server.socket.acks, [1, 2]);
});

test('a second message handler is refused until the first is gone', async () => {
  const { client } = start(page(), {}, null);
  const off = client.on('message', () => {});
  assert.throws(() => client.on('message', () => {}), /a message handler already/);
  off();
  client.on('message', () => {});
});

test('a transient message is handled and never acknowledged', async () => {
  const { server, clock, handled } = await online();
  await server.socket.say({ t: 'message', id: 't', at: 1, body: 'hint' });
  await clock.pass(1000);
  assert.deepEqual(handled, ['hint']);
  assert.deepEqual(server.socket.acks, []);
  await server.socket.end();
  await clock.pass(500);
  assert.deepEqual(server.socket.hello.position, { epoch: 'e1', seq: 0 });
});

test('a transient message whose handler throws is not tried again', async (t) => {
  t.mock.method(console, 'error', () => {});
  let tries = 0;
  const { server, clock } = await online(page(), {}, () => { tries++; throw new Error('no'); });
  await server.socket.say({ t: 'message', id: 't', at: 1, body: 'hint' });
  await clock.pass(10_000);
  assert.equal(tries, 1);
});

test('transient messages that nobody takes off do not fill the memory', async () => {
  const { calls, handler } = slow();
  const { server } = await online(page(), {}, handler);
  await server.socket.message(1);
  for (let n = 1; n <= 200; n++) server.socket.say({ t: 'message', id: `t${n}`, at: 1, body: `t${n}` });
  await finish(calls[0]);
  for (let n = 1; n <= 128; n++) await finish(calls[n]);
  assert.equal(calls.length, 129);
  assert.equal(calls[1].body, 't73');
});

test('hello names the position once one is known', async () => {
  const { server, clock } = await online();
  assert.equal(server.socket.hello.position, undefined);
  await server.socket.message(1);
  await server.socket.end();
  await clock.pass(500);
  assert.deepEqual(server.socket.hello.position, { epoch: 'e1', seq: 1 });
});

test('a message that comes again is not handled again, but acknowledged', async () => {
  const { server, clock, handled } = await online();
  await server.socket.message(1);
  await server.socket.end();
  server.automatic = false;
  await clock.pass(500);
  server.socket.open();
  await server.socket.welcome({ position: { epoch: 'e1', seq: 0 } });
  await server.socket.message(1);
  assert.deepEqual(handled, [1]);
  assert.deepEqual(server.socket.acks, [1]);
});

test('what waits when the connection ends comes again and is handled once', async () => {
  const { calls, handler } = slow();
  const { server, clock } = await online(page(), {}, handler);
  for (const seq of [1, 2, 3]) server.socket.message(seq);
  await server.socket.end();
  await clock.pass(500);
  for (const seq of [1, 2, 3]) server.socket.message(seq);
  for (let call = 0; call < 3; call++) {
    await settled();
    await finish(calls[call]);
  }
  assert.deepEqual(calls.map(({ body }) => body), [1, 2, 3]);
});

test('a handler that outlives its connection is finished on the next, once the message has come on it', async () => {
  const { calls, handler } = slow();
  const { server, clock } = await online(page(), {}, handler);
  await server.socket.message(1);
  await server.socket.end();
  await clock.pass(500);
  await finish(calls[0]);
  assert.deepEqual(server.socket.acks, []); // nothing was written to this connection yet
  await server.socket.message(1);
  assert.equal(calls.length, 1);
  assert.deepEqual(server.socket.acks, [1]);
});

test('the position outlives a reload', async () => {
  const platform = page();
  const before = await online(platform);
  await before.server.socket.message(1);
  const after = await online(reloaded(platform));
  assert.deepEqual(after.server.socket.hello.position, { epoch: 'e1', seq: 1 });
  await after.server.socket.message(1);
  await after.server.socket.message(2);
  assert.deepEqual(after.handled, [2]);
});

test('the position is stored before the acknowledgement leaves', async () => {
  const platform = page();
  const { server, client } = await online(platform);
  const stored = () => JSON.parse(platform.session.get(`heartline:wss://push.example.com/v1/connect|alice|${client.device}`)).position;
  let atAck;
  const { send } = server.socket;
  server.socket.send = function (text) {
    if (text.includes('"ack"')) atAck = stored();
    send.call(this, text);
  };
  await server.socket.message(1);
  assert.deepEqual(atAck, { epoch: 'e1', seq: 1 });
});

test('a message that was handled after the last acknowledgement is not handled again after a reload', async () => {
  const platform = page();
  const before = await online(platform);
  await before.server.socket.message(1);
  await before.server.socket.message(2);
  assert.deepEqual(before.server.socket.acks, [1]);
  const after = await online(reloaded(platform));
  await after.server.socket.message(2);
  assert.deepEqual(after.handled, []);
});

test('a page that is left acknowledges what is finished', async () => {
  const { server, platform } = await online();
  await server.socket.message(1);
  await server.socket.message(2);
  platform.lifecycle.suspend(true);
  assert.deepEqual(server.socket.acks, [1, 2]);
});

test('a server that knows more than we do is believed', async () => {
  const { server, clock, handled } = await online();
  await server.socket.end();
  server.welcomes = { position: { epoch: 'e1', seq: 9 } };
  await clock.pass(500);
  await server.socket.message(9);
  assert.deepEqual(handled, []);
  await server.socket.end();
  server.welcomes = {};
  await clock.pass(1000);
  assert.deepEqual(server.socket.hello.position, { epoch: 'e1', seq: 9 });
});

test('resumed is told where the server continues', async () => {
  const { server, clock, told } = await online();
  await server.socket.end();
  await clock.pass(500);
  assert.deepEqual(told, [['resumed', { position: { epoch: 'e1', seq: 0 }, pending: 0, before: { epoch: 'e1', seq: 0 } }]]);
});

test('the first connection of all is neither resumed nor reset', async () => {
  const { told } = await online();
  assert.deepEqual(told, []);
});

test('reset is told where the server does not continue from an earlier position', async () => {
  const { server, clock, told } = await online();
  await server.socket.message(1);
  await server.socket.end();
  server.welcomes = { resumed: false, position: { epoch: 'e2', seq: 0 }, pending: 4 };
  await clock.pass(500);
  assert.deepEqual(told, [['reset', { position: { epoch: 'e2', seq: 0 }, pending: 4, before: { epoch: 'e1', seq: 1 } }]]);
});

test('a new epoch counts anew, and an id that was handled before is not handled again', async () => {
  const { server, clock, handled } = await online();
  for (const seq of [1, 2, 3]) await server.socket.message(seq);
  await server.socket.end();
  server.welcomes = { resumed: false, position: { epoch: 'e2', seq: 0 } };
  await clock.pass(500);
  await server.socket.message(1, { epoch: 'e2', id: 'm3', body: 'again' });
  await server.socket.message(2, { epoch: 'e2', id: 'new', body: 'new' });
  await clock.pass(50);
  assert.deepEqual(handled, [1, 2, 3, 'new']);
  assert.deepEqual(server.socket.acks, [1, 2]);
});

test('ids that were handled before a new epoch are known after a reload', async () => {
  const platform = page();
  const before = await online(platform);
  await before.server.socket.message(1);
  await before.server.socket.end();
  before.server.welcomes = { resumed: false, position: { epoch: 'e2', seq: 0 } };
  await before.clock.pass(500);
  const after = await online(reloaded(platform));
  await after.server.socket.message(1, { epoch: 'e2', id: 'm1' });
  assert.deepEqual(after.handled, []);
  assert.deepEqual(after.server.socket.acks, [1]);
});

test('within one epoch the same id at a new position is a new message', async () => {
  const { server, handled } = await online();
  await server.socket.message(1, { id: 'same' });
  await server.socket.message(2, { id: 'same' });
  assert.deepEqual(handled, [1, 2]);
});

test('a handler that is at work when the epoch changes is not repeated for the same id', async () => {
  const { calls, handler } = slow();
  const { server, clock } = await online(page(), {}, handler);
  await server.socket.message(7);
  await server.socket.end();
  server.welcomes = { resumed: false, position: { epoch: 'e2', seq: 0 } };
  await clock.pass(500);
  await server.socket.message(1, { epoch: 'e2', id: 'm7' });
  await finish(calls[0]);
  assert.equal(calls.length, 1);
  assert.deepEqual(server.socket.acks, [1]);
  await server.socket.end();
  server.welcomes = {};
  await clock.pass(1000);
  assert.deepEqual(server.socket.hello.position, { epoch: 'e2', seq: 1 });
});

test('the ids that are remembered are bounded', async () => {
  const platform = page();
  const { server, clock, client } = await online(platform);
  for (let seq = 1; seq <= 1100; seq++) server.socket.message(seq);
  await clock.pass(50);
  const { now } = JSON.parse(platform.session.get(`heartline:wss://push.example.com/v1/connect|alice|${client.device}|ids`));
  assert.equal(now.length, 1000);
  assert.equal(now[999], 'm1100');
});

test('the position of another user is not taken over, and is no reset', async () => {
  const platform = page();
  const token = () => 'alice\'s';
  const before = await online(platform, { user: undefined, token });
  await before.server.socket.message(1);
  platform.server.welcomes = { user: 'bob', resumed: false, position: { epoch: 'b1', seq: 0 } };
  const after = await online(reloaded(platform), { user: undefined, token: () => 'bob\'s' });
  await after.server.socket.message(1, { epoch: 'b1', body: 'for bob' });
  assert.deepEqual(after.handled, ['for bob']);
  assert.deepEqual(after.told, []);
});

test('storage that refuses costs only what outlives the page', async () => {
  const refuse = () => { throw new Error('quota'); };
  const { server, clock, handled } = await online(page(), { storage: { get: refuse, set: refuse, remove: refuse } });
  await server.socket.message(1);
  await server.socket.end();
  await clock.pass(500);
  assert.deepEqual(server.socket.hello.position, { epoch: 'e1', seq: 1 });
  assert.deepEqual(handled, [1]);
});

test('storage with rubbish in it is like none', async () => {
  const platform = page();
  const storage = { get: () => '{rub', set() {}, remove() {} };
  const { server } = await online(platform, { storage });
  assert.equal(server.socket.hello.position, undefined);
  assert.equal(server.socket.hello.t, 'hello');
});

test('frames that are unknown, or no frames, are passed over', async () => {
  const { client, server, handled } = await online();
  for (const frame of ['', 'null', '7', '[]', '{"t":7}', '{"t":"later","seq":9}', '{']) await server.socket.say(frame);
  server.socket.onmessage({ data: new ArrayBuffer(2) });
  await server.socket.message(1);
  assert.equal(client.state, 'online');
  assert.deepEqual(handled, [1]);
});

test('a handler that outlives its epoch does not move the position back', async () => {
  const { calls, handler } = slow();
  const { server, clock } = await online(page(), {}, handler);
  await server.socket.message(7);
  await server.socket.end();
  server.welcomes = { resumed: false, position: { epoch: 'e2', seq: 0 } };
  await clock.pass(500);
  await finish(calls[0]);
  await server.socket.end();
  await clock.pass(1000);
  assert.deepEqual(server.socket.hello.position, { epoch: 'e2', seq: 0 });
});

test('a handler that outlives what the server skipped does not move the position back', async () => {
  const { calls, handler } = slow();
  const { server, clock } = await online(page(), {}, handler);
  await server.socket.message(1);
  await server.socket.end();
  server.welcomes = { position: { epoch: 'e1', seq: 9 } };
  await clock.pass(500);
  await finish(calls[0]);
  await server.socket.end();
  await clock.pass(1000);
  assert.deepEqual(server.socket.hello.position, { epoch: 'e1', seq: 9 });
});

test('an epoch that changes while connected acknowledges nothing that is not handled', async () => {
  const { calls, handler } = slow();
  const { server, clock } = await online(page(), {}, handler);
  await server.socket.message(5);
  await server.socket.message(1, { epoch: 'e2', id: 'other' });
  await finish(calls[0]);
  await clock.pass(50);
  assert.deepEqual(server.socket.acks, []);
  await finish(calls[1]);
  assert.deepEqual(server.socket.acks, [1]);
});

test('an id that came again under a new epoch may be used for a new message after that', async () => {
  const { server, clock, handled } = await online();
  await server.socket.message(1);
  await server.socket.end();
  server.welcomes = { resumed: false, position: { epoch: 'e2', seq: 0 } };
  await clock.pass(500);
  await server.socket.message(1, { epoch: 'e2', id: 'm1', body: 'again' });
  await server.socket.message(2, { epoch: 'e2', id: 'm1', body: 'new' });
  assert.deepEqual(handled, [1, 'new']);
});

test('an acknowledgement that waits dies with its connection', async () => {
  const { server, clock, platform } = await online();
  await server.socket.message(1);
  await server.socket.message(2);
  await server.socket.end();
  platform.lifecycle.wake();
  await settled();
  await clock.pass(50);
  assert.deepEqual(server.socket.acks, []);
  assert.deepEqual(server.socket.hello.position, { epoch: 'e1', seq: 2 });
});

test('transient messages without a handler are passed over', async () => {
  const { client, server } = await online(page(), {}, null);
  await server.socket.say({ t: 'message', id: 't', at: 1, body: 'hint' });
  const handled = [];
  client.on('message', ({ body }) => void handled.push(body));
  await settled();
  assert.deepEqual(handled, []);
});
