import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bytesOf, parse } from '../src/frames.js';
import { settled } from './support/clock.js';
import { online, page } from './support/start.js';

/** The golden frames that the Java tests also check. */
const golden = (file) => JSON.parse(readFileSync(new URL(`../../protocol/src/test/resources/golden/${file}`, import.meta.url), 'utf8'));

const fieldsOf = (t) => new Set(golden('client-frames.json').filter(({ expect }) => expect.t === t).flatMap(({ expect }) => Object.keys(expect)));

for (const { name, text, expect } of golden('server-frames.json')) {
  test(`understands ${name}`, () => {
    const { body, ...fields } = parse(text);
    const { body: bodyText, ...expected } = expect;
    assert.deepEqual(fields, expected);
    assert.deepEqual(body, bodyText === undefined ? undefined : JSON.parse(bodyText));
  });
}

for (const { name, text, expect } of golden('server-frames.json').filter(({ expect }) => expect.t === 'message')) {
  test(`hands on ${name}`, async () => {
    const { server, handled, clock } = await online();
    server.socket.say(text);
    await clock.pass(50);
    assert.deepEqual(handled, [JSON.parse(expect.body)]);
    assert.deepEqual(server.socket.acks, expect.seq === undefined ? [] : [expect.seq]);
  });
}

test('every frame that is sent is one that the server knows, with fields that it knows', async () => {
  const { client, server, clock } = await online(page(), { keepMillis: 300_000, device: 'web-7f3a' });
  client.send('orders', { item: 1 }).catch(() => {});
  await settled();
  await server.socket.say({ t: 'ping' });
  await server.socket.message(1);
  await clock.pass(25_000);
  await server.socket.end();
  await clock.pass(500);
  client.close();
  const frames = server.sockets.flatMap(({ received }) => received);
  assert.deepEqual([...new Set(frames.map(({ t }) => t))].sort(), ['ack', 'bye', 'hello', 'ping', 'pong', 'send']);
  for (const frame of frames) for (const field of Object.keys(frame)) assert.ok(fieldsOf(frame.t).has(field), `${frame.t}.${field}`);
});

test('bytes are counted as they are on the wire', () => {
  for (const { text } of golden('client-frames.json')) assert.equal(bytesOf(text), Buffer.byteLength(text));
});
