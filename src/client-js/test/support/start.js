import { Client } from '../../src/client.js';
import { memory } from '../../src/storage.js';
import { FakeClock, settled } from './clock.js';
import { FakeServer } from './server.js';

export const URL = 'wss://push.example.com/v1/connect';

/** The Web Locks of one origin. */
export function fakeLocks() {
  const holders = new Map();
  return {
    holders,
    request(name, { signal }, run) {
      return new Promise((resolve, reject) => {
        const before = holders.get(name) || Promise.resolve();
        signal.addEventListener('abort', () => reject(new Error('aborted')));
        before.then(() => {
          if (signal.aborted) return;
          const held = Promise.resolve(run()).then(() => holders.delete(name));
          holders.set(name, held);
          held.then(resolve);
        });
      });
    },
  };
}

/** The platform of a page: its clock, its storage and its lifecycle. */
export function page(more = {}) {
  const lifecycle = {};
  const server = new FakeServer();
  return {
    clock: new FakeClock(),
    random: () => 0.5,
    session: memory(),
    local: memory(),
    server,
    WebSocket: server.WebSocket,
    base: 'https://push.example.com',
    lifecycle,
    watch(given) {
      Object.assign(lifecycle, given);
      return () => (lifecycle.unwatched = true);
    },
    ...more,
  };
}

/** A client of the user alice with records: `told` contains the events, `handled` the bodies of messages. */
export function start(platform = page(), options = {}, handler = undefined, url = URL) {
  const client = new Client(url, { user: 'alice', ...options }, platform);
  const told = [];
  const handled = [];
  for (const type of ['resumed', 'reset', 'failed', 'stopped']) client.on(type, (what) => told.push([type, what]));
  const states = [];
  client.on('state', (state, why) => states.push({ state, ...why }));
  if (handler !== null) client.on('message', handler || ((message) => void handled.push(message.body)));
  return { client, told, states, handled, platform, clock: platform.clock, server: platform.server };
}

/** The same client, once it is online. */
export async function online(platform, options, handler) {
  const all = start(platform, options, handler);
  await settled();
  return all;
}

/** The platform after a reload in the same tab: it keeps the storage, but no state in memory. */
export function reloaded(platform) {
  const { clock, random, session, local, locks, server } = platform;
  return page({ clock, random, session, local, locks, server, WebSocket: server.WebSocket });
}
