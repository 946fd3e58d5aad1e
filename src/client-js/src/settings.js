import { forgiving, memory } from './storage.js';

/**
 * Options with their defaults. A wrong option throws at once and is named.
 *
 * @param {import('./types.js').Options} options
 */
export function settings(options) {
  const { token, user, device } = options;
  must(!token || typeof token === 'function', 'token must be a function that gives the token');
  must(token || user, 'give token, or user if authentication is off');
  must(user === undefined || (typeof user === 'string' && user !== ''), 'user must be a text');
  must(device === undefined || /^[\w.:-]{1,64}$/.test(device), 'device must be 1-64 of A-Z a-z 0-9 . _ : -');
  return {
    ...options,
    keepMillis: number(options, 'keepMillis', undefined, 0),
    maxAttempts: number(options, 'maxAttempts', Infinity, 1),
    maxTries: number(options, 'maxTries', 5, 1),
    connectWithinMillis: number(options, 'connectWithinMillis', 15000, 1),
    sendWithinMillis: number(options, 'sendWithinMillis', 15000, 1),
  };
}

/**
 * Storage of the position. It lives as long as the name of the device.
 *
 * @param {import('./types.js').Options} options
 * @param {import('./types.js').Platform} platform
 */
export function storageOf({ storage, device }, platform) {
  if (storage && typeof storage === 'object') return forgiving(storage);
  const known = { session: platform.session, local: platform.local, wx: platform.wxStorage, memory: memory() };
  const usual = (device ? platform.local : platform.session) || platform.wxStorage || known.memory;
  must(!storage || storage in known, 'storage must be session, local, wx, memory or an object with get, set and remove');
  return forgiving((storage && known[storage]) || usual);
}

/**
 * @template T
 * @param {any} options
 * @param {string} name
 * @param {T} otherwise
 * @param {number} least
 * @returns {number | T}
 */
function number(options, name, otherwise, least) {
  const value = options[name];
  if (value === undefined) return otherwise;
  must(value === otherwise || (Number.isInteger(value) && value >= least), `${name} must be a whole number from ${least}`);
  return value;
}

/**
 * @param {unknown} right
 * @param {string} otherwise
 */
function must(right, otherwise) {
  if (!right) throw new TypeError(otherwise);
}
