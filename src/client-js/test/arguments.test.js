/** What the application passes: wrong arguments are refused at once, and never end a line that is online. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connect } from '../src/index.js';
import { memory } from '../src/storage.js';
import { socketUrl } from '../src/urls.js';
import { settled } from './support/clock.js';
import { online, page, start } from './support/start.js';

const url = 'wss://push.example.com/v1/connect';

for (const [given, says] of [
  [undefined, /^url must be a text or a URL, not undefined$/],
  [null, /^url must be a text or a URL, not null$/],
  [8080, /^url must be a text or a URL, not 8080$/],
  [{}, /^url must be a text or a URL, not this object$/],
  ['', /^url must begin with wss:.* it is ""$/],
  ['ws://host/v1/connect#x', /^url must have no fragment.*"ws:\/\/host\/v1\/connect#x"$/],
  [new URL('wss://host/v1/connect#x'), /^url must have no fragment/],
  ['wss://host/v1/connect#', /^url must have no fragment/],
  ['ftp://host/v1/connect', /^url must begin with wss:.* it is "ftp:/],
  ['host/v1/connect', /^url must begin with wss:.* it is "host/],
  ['localhost:8080/v1/connect', /^url must begin with wss:/],
  ['ws:host/v1/connect', /^url must begin with wss:/],
  ['/v1/connect', /^url "\/v1\/connect" is only a path, and there is no page/],
  ['ws://host:99999/v1/connect', /^url is no valid url; it is "ws:\/\/host:99999/],
  ['ws://a host/v1/connect', /^url is no valid url/],
]) {
  test(`connect says what is wrong with the url ${given === '' ? 'without text' : String(given)}`, () => {
    assert.throws(() => connect(given, { user: 'alice', WebSocket: class {} }), (error) => error instanceof TypeError && says.test(error.message));
  });
}

test('a url may be a URL, and a text keeps its spelling, under which positions are stored', () => {
  assert.equal(socketUrl(new URL(url)), url);
  assert.equal(socketUrl(new URL('http://127.0.0.1:8080/v1/connect')), 'ws://127.0.0.1:8080/v1/connect');
  assert.equal(socketUrl('WSS://Push.Example.com:443/v1/connect?x=1'), 'WSS://Push.Example.com:443/v1/connect?x=1');
  assert.equal(socketUrl('HTTPS://push.example.com/v1/connect'), 'wss://push.example.com/v1/connect');
  assert.equal(socketUrl('//other.example.com/v1/connect', 'https://push.example.com'), 'wss://other.example.com/v1/connect');
});

test('where there is no URL, as in a mini program, the beginning and the fragment are checked', () => {
  const { URL } = globalThis;
  try {
    delete globalThis.URL;
    assert.equal(socketUrl(url), url);
    assert.throws(() => socketUrl(`${url}#x`), TypeError);
    assert.throws(() => socketUrl('push.example.com'), TypeError);
  } finally {
    globalThis.URL = URL;
  }
});

for (const [options, says] of [
  [undefined, /options must be an object/],
  ['alice', /options must be an object/],
  [{ user: 'a\nb' }, /user must be 1-256 bytes/],
  [{ user: 'é'.repeat(129) }, /user must be 1-256 bytes/],
  [{ user: '\ud800' }, /user must be 1-256 bytes/],
  [{ user: '..' }, /user must be .* not \. or \.\./],
  [{ user: 'alice', device: 5 }, /device must be/],
  [{ user: 'alice', keepMillis: 1e300 }, /keepMillis must be a whole number/],
  [{ user: 'alice', connectWithinMillis: 2 ** 31 }, /connectWithinMillis must be a whole number from 1 to 2147483647/],
  [{ user: 'alice', sendWithinMillis: Infinity }, /sendWithinMillis must be/],
  [{ user: 'alice', storage: 'toString' }, /storage must be session/],
  [{ user: 'alice', storage: { get() {}, set() {} } }, /storage must have the functions get, set and remove/],
  [{ user: 'alice', storage: { ...memory(), get: async () => { throw new Error('no'); } } }, /storage must be synchronous/],
  [{ user: 'alice', WebSocket: {} }, /WebSocket must be a class/],
  [{ user: 'alice', SockJS: 'SockJS' }, /SockJS must be a class/],
  [{ user: 'alice', SockJS: class {}, sockjsUrl: 'wss://push.example.com/v1/sockjs' }, /sockjsUrl must begin with https/],
  [{ user: 'alice', wx: {} }, /wx must have the function connectSocket/],
]) {
  test(`connect says what is wrong with the options: ${says}`, () => {
    assert.throws(() => connect(url, options), (error) => error instanceof TypeError && says.test(error.message));
  });
}

test('with a token, user only separates what is stored, and may be any text', () => {
  start(page(), { user: 'a\nb', token: () => 't' });
});

const deep = (levels) => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

for (const [what, args, says] of [
  ['no service', [undefined, 1], /^to must be the name of a service, not undefined$/],
  ['a service that is no text', [{ name: 'orders' }, 1], /^to must be/],
  ['a service without a name', ['', 1], /^to must be .* ""$/],
  ['a name with half a character', ['\ud800', 1], /^to must be/],
  ['a function', ['orders', () => 1], /^body is no JSON value: it is this function$/],
  ['a symbol', ['orders', Symbol('x')], /^body is no JSON value: it is Symbol\(x\)$/],
  ['a bigint', ['orders', 1n], /^body is no JSON value: /],
  ['values nested deeper than the server reads', ['orders', deep(512)], /^body must not be nested deeper than 511/],
  ['values nested deeper than a program can write', ['orders', deep(7000)], /^body /],
]) {
  test(`send refuses ${what}, and the line stays online`, async () => {
    const { client, server } = await online();
    await assert.rejects(client.send(...args), (error) => error instanceof TypeError && says.test(error.message));
    assert.equal(client.state, 'online');
    assert.deepEqual(server.socket.received.map(({ t }) => t), ['hello']);
  });
}

test('send takes what the server takes: brackets in texts are no nesting, and half a character is escaped', async () => {
  const { client, server } = await online();
  const bodies = ['['.repeat(2000), '"\\['.repeat(300), deep(511), { lone: '\ud800' }, null, false, 0, ''];
  for (const body of bodies) client.send('orders', body).catch(() => {});
  await settled();
  assert.deepEqual(server.socket.received.slice(1).map(({ body }) => body), bodies);
});

test('a body that changes after send is sent as it was', async () => {
  const { client, server } = start();
  const body = { items: [1] };
  client.send('orders', body).catch(() => {});
  body.items.push(body);
  await settled();
  assert.deepEqual(server.socket.received[1].body, { items: [1] });
});

test('a listener that is no function is refused', async () => {
  const { client } = await online(page(), {}, null);
  for (const type of ['state', 'message']) {
    assert.throws(() => client.on(type, undefined), { name: 'TypeError', message: `a listener of "${type}" must be a function, not undefined` });
  }
  assert.throws(() => client.on(Symbol('x'), () => {}), /there is no event Symbol\(x\)/);
});

/** Runs with the texts of console.error in a list. A rejection that nobody handles would fail the test by itself. */
async function reported(run) {
  const { error } = console;
  const texts = [];
  console.error = (text) => texts.push(text);
  try {
    await run();
    await settled();
  } finally {
    console.error = error;
  }
  return texts;
}

test('a listener that rejects is reported like one that throws', async () => {
  const texts = await reported(async () => {
    const { client, server } = await online();
    for (const type of ['state', 'stopped']) {
      client.on(type, async () => { throw new Error('later'); });
      client.on(type, () => { throw new Error('now'); });
      client.on(type, () => ({ then: (resolve, reject) => reject(new Error('like a Promise')) }));
    }
    await server.socket.end(4500);
    assert.equal(client.state, 'stopped');
  });
  assert.deepEqual(texts.sort(), [...Array(3).fill('heartline: a listener of "state" threw'), ...Array(3).fill('heartline: a listener of "stopped" threw')]);
});

test('a storage that fails later counts as one that refuses, and ends nothing', async () => {
  const platform = page();
  const broken = () => Promise.reject(new Error('later'));
  const { client, server, clock } = await online(platform, { storage: { get() {}, set: broken, remove: broken } });
  await server.socket.message(1);
  await clock.pass(50);
  assert.deepEqual(server.socket.acks, [1]);
  await client.close();
});

test('what another program left in the storage does not reach the server', async () => {
  const platform = page();
  const damaged = (key) => (key.endsWith('|ids') ? '{"now":5,"earlier":{}}' : '{"user":"alice","position":{"epoch":7,"seq":"x"},"reset":[],"attempt":"5"}');
  const { server } = await online(platform, { device: 'd', storage: { ...memory(), get: damaged } });
  const { position, attempt } = server.socket.hello;
  assert.equal(position, undefined);
  assert.equal(attempt, platform.clock.now());
});

test('a device name that another program has damaged is replaced', async () => {
  const platform = page();
  platform.session.set(`heartline:device:${url}`, 'not a device');
  const { client } = await online(platform);
  assert.match(client.device, /^js-[a-z0-9]+$/);
});

test('a token without text is a failed attempt, not a refusal by the server', async () => {
  const { client, server, states } = start(page(), { user: undefined, token: () => '' });
  await settled();
  assert.equal(client.state, 'waiting');
  assert.match(states[states.length - 1].reason, /token\(\) gave no text/);
  assert.equal(server.sockets.length, 0);
});
