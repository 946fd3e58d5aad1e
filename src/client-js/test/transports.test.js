import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sockjsUrl, socketUrl } from '../src/urls.js';
import { platform as realPlatform } from '../src/platform.js';
import { settled } from './support/clock.js';
import { FakeServer } from './support/server.js';
import { online, page, start } from './support/start.js';

/** SockJS as a class of its own sockets. */
function sockJs() {
  const server = new FakeServer();
  const made = [];
  const SockJS = class extends server.WebSocket {
    constructor(url, protocols, options) {
      super(url, protocols);
      made.push({ url, protocols, options });
    }
  };
  return { server, made, SockJS };
}

/** `wx` with a SocketTask for each connection, which leads to the socket of the fake server. */
function fakeWx() {
  const server = new FakeServer();
  const asked = [];
  const connectSocket = ({ url, protocols, fail }) => {
    asked.push({ url, protocols });
    const socket = new server.WebSocket(url, protocols[0]);
    socket.fail = fail;
    return {
      onOpen: (run) => (socket.onopen = run),
      onMessage: (run) => (socket.onmessage = run),
      onClose: (run) => (socket.onclose = run),
      onError: (run) => (socket.onerror = run),
      send: ({ data }) => socket.send(data),
      close: ({ code }) => { socket.closedWith = code; socket.close(); },
    };
  };
  return { server, asked, connectSocket };
}

const mini = (wx) => page({ WebSocket: undefined, session: undefined, local: undefined, wx });

/** Lets every attempt fail; returns the transport of each. */
async function outage(clock, one, other, attempts) {
  const went = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const [before, beside] = [one.sockets.length, other.sockets.length];
    while (one.sockets.length === before && other.sockets.length === beside) await clock.pass(250);
    const server = one.sockets.length > before ? one : other;
    went.push(server === one ? 'WebSocket' : 'SockJS');
    await server.socket.break();
  }
  return went;
}

test('a url may be of a socket, of a page, or a path', () => {
  assert.equal(socketUrl('wss://push.example.com/v1/connect'), 'wss://push.example.com/v1/connect');
  assert.equal(socketUrl('https://push.example.com/v1/connect'), 'wss://push.example.com/v1/connect');
  assert.equal(socketUrl('http://127.0.0.1:8080/v1/connect'), 'ws://127.0.0.1:8080/v1/connect');
  assert.equal(socketUrl('/v1/connect', 'https://push.example.com'), 'wss://push.example.com/v1/connect');
  for (const url of ['', 'push.example.com', '/v1/connect', 'ftp://x', 'ws:///x']) assert.throws(() => socketUrl(url), TypeError);
});

test('SockJS is beside the WebSocket', () => {
  assert.equal(sockjsUrl('wss://push.example.com/v1/connect'), 'https://push.example.com/v1/sockjs');
  assert.equal(sockjsUrl('ws://127.0.0.1:8080/v1/connect?x=1'), 'http://127.0.0.1:8080/v1/sockjs');
});

test('where a proxy eats WebSockets, the third attempt goes over SockJS and carries the same frames', async () => {
  const { server: fallback, made, SockJS } = sockJs();
  const platform = page();
  platform.server.automatic = false;
  const { client, clock, handled } = start(platform, { SockJS });
  for (let attempt = 0; attempt < 2; attempt++) {
    await clock.pass(1000);
    await platform.server.socket.break();
  }
  await clock.pass(2000);
  assert.equal(client.state, 'online');
  assert.deepEqual(made, [{ url: 'https://push.example.com/v1/sockjs', protocols: null, options: { transports: ['xhr-streaming', 'xhr-polling'] } }]);
  assert.equal(fallback.socket.hello.t, 'hello');
  await fallback.socket.message(1);
  assert.deepEqual(handled, [1]);
  assert.deepEqual(fallback.socket.acks, [1]);
});

test('where there is no WebSocket at all, SockJS is the way from the first attempt on', async () => {
  const { made, SockJS } = sockJs();
  const { client, clock } = start(page({ WebSocket: undefined }), { SockJS });
  await clock.pass(1000);
  assert.equal(client.state, 'online');
  assert.equal(made.length, 1);
});

test('SockJS that worked where WebSocket never did comes first from then on', async () => {
  const { server: fallback, SockJS } = sockJs();
  const platform = page();
  platform.server.automatic = false;
  const { clock } = start(platform, { SockJS });
  await outage(clock, platform.server, fallback, 2);
  await clock.pass(2000);
  await fallback.socket.end();
  await clock.pass(4000);
  assert.equal(fallback.sockets.length, 2);
  assert.equal(platform.server.sockets.length, 2);
});

test('WebSocket that has worked comes first again after an outage', async () => {
  const { server: fallback, SockJS } = sockJs();
  const { client, clock, server } = await online(page(), { SockJS });
  server.automatic = false;
  fallback.automatic = false;
  await server.socket.end();
  assert.deepEqual(await outage(clock, server, fallback, 5), ['WebSocket', 'WebSocket', 'SockJS', 'WebSocket', 'SockJS']);
  assert.deepEqual(await outage(clock, server, fallback, 1), ['WebSocket']);
  fallback.automatic = true;
  await clock.pass(16_000);
  assert.equal(client.state, 'online');
  await fallback.socket.end();
  assert.deepEqual(await outage(clock, server, fallback, 1), ['WebSocket']);
});

test('SockJS may be somewhere else', async () => {
  const { server: fallback, made, SockJS } = sockJs();
  const platform = page();
  platform.server.automatic = false;
  const { clock } = start(platform, { SockJS, sockjsUrl: 'https://other.example.com/s' });
  await outage(clock, platform.server, fallback, 2);
  await clock.pass(2000);
  assert.equal(made[0].url, 'https://other.example.com/s');
});

test('without SockJS every attempt is a WebSocket', async () => {
  const platform = page();
  platform.server.automatic = false;
  const { clock } = start(platform);
  assert.equal((await outage(clock, platform.server, new FakeServer(), 5)).length, 5);
  assert.equal(platform.server.sockets.length, 5);
});

test('in a mini program each connection has its own task', async () => {
  const wx = fakeWx();
  const { client, clock, handled } = await online(mini(wx));
  assert.deepEqual(wx.asked[0], { url: 'wss://push.example.com/v1/connect', protocols: ['heartline.v1'] });
  await wx.server.socket.message(1);
  assert.deepEqual(handled, [1]);
  assert.deepEqual(wx.server.socket.acks, [1]);
  await wx.server.socket.end(4000);
  await clock.pass(500);
  assert.equal(wx.server.sockets.length, 2);
  assert.equal(client.state, 'online');
});

test('a task whose socket was killed in the background is found on show', async () => {
  const wx = fakeWx();
  const platform = mini(wx);
  const { client, clock } = await online(platform);
  await clock.freeze(600_000);
  platform.lifecycle.wake();
  await clock.pass(5000);
  assert.equal(wx.server.sockets[0].closedWith, 1000);
  await clock.pass(500);
  assert.equal(client.state, 'online');
  assert.deepEqual(wx.server.socket.hello.position, { epoch: 'e1', seq: 0 });
});

test('a task that fails is a failed attempt, once', async () => {
  const wx = fakeWx();
  wx.server.automatic = false;
  const { states, clock } = start(mini(wx));
  await settled();
  wx.server.socket.onerror({ errMsg: 'connectSocket:fail' });
  wx.server.socket.fail({ errMsg: 'connectSocket:fail' });
  await wx.server.socket.end();
  await clock.pass(500);
  assert.equal(wx.server.sockets.length, 2);
  assert.equal(states[1].reason, 'connectSocket:fail');
});

test('a task that opens after it was given up is closed', async () => {
  const wx = fakeWx();
  wx.server.automatic = false;
  const { clock } = start(mini(wx));
  await clock.pass(15_000);
  const [late] = wx.server.sockets;
  late.closed = false; // as a client that ignored the close
  late.open();
  assert.equal(late.closed, true);
  assert.deepEqual(late.received, []);
});

test('the wx that the application names is taken before a WebSocket', async () => {
  const wx = fakeWx();
  const platform = page({ wx });
  await online(platform, { wx });
  assert.equal(wx.server.sockets.length, 1);
  assert.equal(platform.server.sockets.length, 0);
});

test('the WebSocket that the application names is taken', async () => {
  const { server } = { server: new FakeServer() };
  const platform = page({ WebSocket: undefined });
  await online(platform, { WebSocket: server.WebSocket });
  assert.equal(server.sockets.length, 1);
});

test('where there is no WebSocket at all, connect says what to do', () => {
  assert.throws(() => start(page({ WebSocket: undefined })), /pass one as the option WebSocket/);
});

test('a socket that is dropped while it connects keeps a listener for its error', async () => {
  const platform = page();
  platform.server.automatic = false;
  const { clock } = start(platform);
  await clock.pass(15_000);
  platform.server.sockets[0].onerror(new Error('closed before it was open'));
  assert.equal(platform.server.sockets[0].onclose, null);
});

test('a mini program tells that it is shown and that its network is back', (t) => {
  const listeners = {};
  const wx = { connectSocket() {}, getStorageSync: () => '', setStorageSync() {}, removeStorageSync() {} };
  for (const name of ['AppShow', 'NetworkStatusChange']) {
    wx['on' + name] = (run) => (listeners[name] = run);
    wx['off' + name] = (run) => { if (listeners[name] === run) delete listeners[name]; };
  }
  const wake = t.mock.fn();
  const end = realPlatform(wx).watch({ wake, suspend() {} });
  listeners.AppShow();
  listeners.NetworkStatusChange({ isConnected: true });
  assert.equal(wake.mock.callCount(), 2);
  end();
  assert.deepEqual(listeners, {});
});

test('a page tells that it is shown, that its network is back, and that it is left', (t) => {
  const window = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'hidden' });
  Object.assign(globalThis, { window, document });
  t.after(() => { delete globalThis.window; delete globalThis.document; });
  const told = [];
  const end = realPlatform().watch({ wake: () => told.push('wake'), suspend: (forGood) => told.push(forGood) });
  const fire = (target, type, more) => target.dispatchEvent(Object.assign(new Event(type), more));
  fire(window, 'online');
  fire(document, 'visibilitychange');
  document.visibilityState = 'visible';
  fire(document, 'visibilitychange');
  fire(window, 'pagehide', { persisted: true });
  fire(window, 'pagehide', { persisted: false });
  fire(window, 'pageshow');
  assert.deepEqual(told, ['wake', 'wake', false, true, 'wake']);
  end();
  fire(window, 'online');
  assert.equal(told.length, 5);
});

test('the wx of a page inside WeChat, which has no sockets, is not taken', (t) => {
  t.after(() => { delete globalThis.wx; });
  globalThis.wx = { scanCode() {} };
  assert.equal(realPlatform().wx, undefined);
  globalThis.wx = { connectSocket() {} };
  assert.equal(realPlatform().wx, globalThis.wx);
});
