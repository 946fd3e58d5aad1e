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
 * @param {string | URL} url
 * @param {Options} options
 * @returns {Line}
 */
export function connect(url, options) {
  return new Client(url, options, platform(options && options.wx));
}

/**
 * @typedef {import('./types.js').Line} Line
 * @typedef {import('./types.js').Options} Options
 * @typedef {import('./types.js').Message} Message
 * @typedef {import('./types.js').Failure} Failure
 * @typedef {import('./types.js').State} State
 * @typedef {import('./types.js').Why} Why
 * @typedef {import('./types.js').Position} Position
 * @typedef {import('./types.js').Storage} Storage
 */
