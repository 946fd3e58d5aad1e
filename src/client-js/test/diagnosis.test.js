/** The reason of a failed connection, of which a WebSocket tells nothing but 1006. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from './support/clock.js';
import { page, start } from './support/start.js';

const AT = 'https://push.example.com/v1/connect';
const last = (states) => states[states.length - 1];

/** A platform on which no socket opens, and HTTP is answered by `answer`. */
function refused(answer) {
  const asked = [];
  const platform = page({
    asked,
    fetch: async (url, init) => {
      asked.push({ url, ...init });
      return answer(asked[asked.length - 1]);
    },
  });
  platform.server.automatic = false;
  return platform;
}

const problem = (status, detail) => new Response(JSON.stringify({ status, detail, code: 'FORBIDDEN' }), { status, headers: { 'content-type': 'application/problem+json' } });

/** Lets the attempts fail one after the other; each wait is then over. */
async function fail(all, attempts) {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = all.server.sockets.length;
    while (all.server.sockets.length === before && all.client.state !== 'stopped') await all.clock.pass(250);
    await all.server.socket.break();
  }
}

/** A client of which so many attempts have failed. */
async function failing(platform, options, attempts = 2) {
  const all = start(platform, options);
  await settled();
  await all.server.socket.break();
  await fail(all, attempts - 1);
  return all;
}

test('after the second failure the detail of the problem is the reason, and the first is not asked about', async () => {
  const platform = refused(() => problem(403, 'Origin: https://a.example is not allowed to connect'));
  const all = await failing(platform, {}, 1);
  assert.deepEqual(last(all.states), { state: 'waiting', name: 'CLOSED', code: 1006, reason: '', delayMillis: 250 });
  assert.equal(platform.asked.length, 0);
  await fail(all, 1);
  const { delayMillis, ...why } = last(all.states);
  assert.deepEqual(why, { state: 'waiting', name: 'CLOSED', code: 1006, reason: `Origin: https://a.example is not allowed to connect (403 at ${AT})` });
  assert.equal(delayMillis, 500);
  assert.equal(platform.asked.length, 1);
  assert.equal(platform.asked[0].url, AT);
  assert.equal(platform.asked[0].cache, 'no-store');
  assert.equal(platform.asked[0].signal.aborted, true);
});

test('the failures after it repeat the reason, and it is asked for anew now and then', async () => {
  let answers = 0;
  const platform = refused(() => problem(503, `answer ${++answers}`));
  const all = await failing(platform, {}, 9);
  const reasons = all.states.filter(({ state }) => state === 'waiting').map(({ reason }) => reason.slice(0, 8));
  assert.deepEqual(reasons, ['', ...Array(4).fill('answer 1'), ...Array(4).fill('answer 2')]);
});

test('a welcome begins anew', async () => {
  const platform = refused(() => problem(503, 'no'));
  const all = await failing(platform, {});
  platform.server.automatic = true;
  await all.clock.pass(1000);
  assert.equal(all.client.state, 'online');
  platform.server.automatic = false;
  await all.server.socket.end();
  await fail(all, 1);
  assert.equal(platform.asked.length, 1);
  assert.equal(last(all.states).reason, '');
  await fail(all, 1);
  assert.equal(platform.asked.length, 2);
});

test('the last attempt that is allowed ends with the reason', async () => {
  const { told } = await failing(refused(() => problem(404, 'There is nothing at this path.')), { maxAttempts: 2 });
  assert.deepEqual(told, [['stopped', { name: 'MAX_ATTEMPTS', code: 1006, reason: `2 attempts failed: There is nothing at this path. (404 at ${AT})` }]]);
});

for (const [what, answer, says] of [
  ['a server of something else', () => new Response('<h1>Welcome to nginx</h1>', { headers: { 'content-type': 'text/html' } }), /^the answer was 200 at https:.*none of Heartline: check host, port and path, usually \/v1\/connect$/],
  ['JSON that is no problem', () => new Response('[]', { headers: { 'content-type': 'application/json' } }), /^the answer was 200/],
  ['what is called JSON', () => new Response('<', { headers: { 'content-type': 'application/json' } }), /^the answer was 200/],
  ['nothing', () => { throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } }); }, /^nothing answered at https:\/\/push\.example\.com\/v1\/connect \(ECONNREFUSED\): check host and port/],
  ['an answer that only its own pages may read', ({ mode }) => { if (mode !== 'no-cors') throw new TypeError('Failed to fetch'); return new Response(); }, /^https:.* gave an answer that this page may not read/],
  ['an endless detail', () => problem(400, 'x'.repeat(5000)), /^x{300} \(400 at/],
]) {
  test(`${what} is a reason too`, async () => {
    const { states } = await failing(refused(answer));
    assert.match(last(states).reason, says);
  });
}

test('an answer that does not come delays nothing for long, and counts as part of the wait', async () => {
  const platform = refused(() => new Promise(() => {}));
  const { states, clock, client } = await failing(platform, {});
  assert.equal(client.state, 'connecting');
  await clock.pass(2999);
  assert.equal(client.state, 'connecting');
  await clock.pass(1);
  const { reason, delayMillis } = states[states.length - 2];
  assert.deepEqual({ reason, delayMillis }, { reason: `no answer came from ${AT}`, delayMillis: 0 });
  assert.equal(client.state, 'connecting');
  assert.equal(platform.asked[0].signal.aborted, true);
});

test('a client that is closed meanwhile is closed at once, and asks no longer', async () => {
  const platform = refused(() => new Promise(() => {}));
  const { client, states, clock } = await failing(platform, {});
  await client.close();
  await settled();
  assert.equal(last(states).reason, 'closed by the application');
  assert.equal(clock.timers.size, 0);
  assert.equal(platform.asked[0].signal.aborted, true);
});

test('a page that is left meanwhile rests, and comes back', async () => {
  const platform = refused(() => new Promise(() => {}));
  const { client, states, clock } = await failing(platform, {});
  platform.lifecycle.suspend(false);
  await clock.pass(60_000);
  assert.equal(last(states).name, 'RESTING');
  platform.server.automatic = true;
  platform.lifecycle.wake();
  await settled();
  assert.equal(client.state, 'online');
});

test('a query, which may hold a secret, is asked for and not shown', async () => {
  const platform = refused(() => problem(404, 'no'));
  platform.base = 'https://push.example.com';
  const all = start(platform, {}, undefined, '/v1/connect?ticket=secret');
  await settled();
  await all.server.socket.break();
  await fail(all, 1);
  assert.equal(platform.asked[0].url, `${AT}?ticket=secret`);
  assert.equal(last(all.states).reason, `no (404 at ${AT})`);
});

test('what is known needs no question: a close code, a text, a missing token, a socket that opened', async () => {
  const platform = refused(() => problem(403, 'no'));
  const { server, clock, states } = start(platform, {});
  const reasons = [];
  for (const end of [() => server.socket.end(4003, 'no quorum'), () => server.socket.end(1006, 'blocked'), () => { server.socket.open(); return server.socket.end(); }]) {
    for (let time = 0; time < 2; time++) {
      const before = server.sockets.length;
      while (reasons.length && server.sockets.length === before) await clock.pass(250);
      await settled();
      await end();
      reasons.push(last(states).reason);
    }
  }
  assert.deepEqual(reasons, ['no quorum', 'no quorum', 'blocked', 'blocked', '', '']);
  assert.equal(platform.asked.length, 0);
});

test('a connection that nobody answers is asked about too', async () => {
  const platform = refused(() => problem(403, 'no'));
  const { clock, states } = start(platform, { connectWithinMillis: 1000 });
  await clock.pass(3000);
  assert.equal(states.find(({ reason }) => /\(403 at/.test(reason)).name, 'TIMEOUT');
});

test('where there is no AbortController, as in a mini program, a function of the application can ask too', async () => {
  const { AbortController } = globalThis;
  try {
    delete globalThis.AbortController;
    const { states } = await failing(refused(() => undefined), { fetch: async () => problem(401, 'log in first') });
    assert.equal(last(states).reason, `log in first (401 at ${AT})`);
  } finally {
    globalThis.AbortController = AbortController;
  }
});

test('the application may ask in its own way, or not at all', async () => {
  const own = [];
  const platform = refused(() => problem(403, 'no'));
  const { states } = await failing(platform, { fetch: async (url) => { own.push(url); return problem(401, 'log in first'); } });
  assert.equal(last(states).reason, `log in first (401 at ${AT})`);
  const silent = await failing(refused(() => problem(403, 'no')), { fetch: false });
  assert.equal(last(silent.states).reason, '');
  assert.equal(platform.asked.length + silent.platform.asked.length, 0);
  assert.throws(() => start(page(), { fetch: 'no' }), /fetch must be a function, or false/);
});

test('a user and a password in the url are neither shown nor asked with', async () => {
  const platform = refused(() => problem(403, 'no'));
  const all = start(platform, {}, undefined, 'wss://ada:secret@push.example.com/v1/connect?key=a@b');
  await settled();
  await all.server.socket.break();
  await fail(all, 1);
  assert.equal(last(all.states).reason, `no (403 at ${AT})`);
  assert.equal(platform.asked[0].url, `${AT}?key=a@b`);
});
