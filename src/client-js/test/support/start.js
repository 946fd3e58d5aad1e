import { OpenLine } from '../../src/line.js';
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

/** A page with its clock, its storage and what happens to it. */
export function page(more = {}) {
  const signs = {};
  const server = new FakeServer();
  return {
    clock: new FakeClock(),
    random: () => 0.5,
    session: memory(),
    local: memory(),
    server,
    WebSocket: server.WebSocket,
    base: 'https://push.example.com',
    signs,
    watch(given) {
      Object.assign(signs, given);
      return () => (signs.unwatched = true);
    },
    ...more,
  };
}

/** A line of alice, with all that it told: `told` has the events, `handled` the bodies. */
export function start(world = page(), options = {}, handler = undefined) {
  const line = new OpenLine(URL, { user: 'alice', ...options }, world);
  const told = [];
  const handled = [];
  for (const type of ['resumed', 'reset', 'failed', 'stopped']) line.on(type, (what) => told.push([type, what]));
  const states = [];
  line.on('state', (state, why) => states.push({ state, ...why }));
  if (handler !== null) line.on('message', handler || ((message) => void handled.push(message.body)));
  return { line, told, states, handled, world, clock: world.clock, server: world.server };
}

/** The same, and online. */
export async function online(world, options, handler) {
  const all = start(world, options, handler);
  await settled();
  return all;
}

/** The page is loaded anew in the same tab: what was stored is there, what was in memory is not. */
export function reloaded(world) {
  const { clock, random, session, local, locks, server } = world;
  return page({ clock, random, session, local, locks, server, WebSocket: server.WebSocket });
}
