import { Client } from './client.js';
import { platform } from './platform.js';

export { HeartlineError } from './errors.js';

/**
 * Connects to a Heartline server and stays connected until the application closes the client. Throws a TypeError if an
 * argument is wrong.
 *
 *     const line = connect('wss://push.example.com/v1/connect', { token: () => fetchToken() });
 *     line.on('message', async (message) => { await show(message.body); });
 *
 * In TypeScript, `connect<Order>(…)` says what the bodies of the messages are. Nothing checks that they are.
 *
 * @template [Body=any]
 * @param {string | URL} url
 * @param {Options} options
 * @returns {Line<Body>}
 */
export function connect(url, options) {
  return /** @type {any} */ (new Client(url, options, platform(options && options.wx)));
}

/**
 * @typedef {import('./types.js').Options} Options
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').StateChange} StateChange
 * @typedef {import('./types.js').Why} Why
 * @typedef {import('./types.js').WelcomeInfo} WelcomeInfo
 * @typedef {import('./types.js').Position} Position
 * @typedef {import('./types.js').Storage} Storage
 */

/**
 * @template [Body=any]
 * @typedef {import('./types.js').Line<Body>} Line
 */

/**
 * @template [Body=any]
 * @typedef {import('./types.js').Message<Body>} Message
 */

/**
 * @template [Body=any]
 * @typedef {import('./types.js').Failure<Body>} Failure
 */

/**
 * @template [Body=any]
 * @typedef {import('./types.js').Listeners<Body>} Listeners
 */
