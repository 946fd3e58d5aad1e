import { isDevice } from './device-name.js';
import { must } from './errors.js';
import { bytesOf, isWellFormed } from './frames.js';
import { MOST_MILLIS } from './platform.js';
import { forgiving, isPromise, memory } from './storage.js';

/**
 * Options with their defaults. A wrong option throws at once and is named.
 *
 * @param {import('./types.js').Options} options
 */
export function settings(options) {
  must(options && typeof options === 'object', 'options must be an object with token, or with user if authentication is off');
  const { token, user, device } = options;
  must(!token || typeof token === 'function', 'token must be a function that gives the token');
  must(token || user, 'give token, or user if authentication is off');
  must(user === undefined || (typeof user === 'string' && user !== ''), 'user must be a text');
  must(token || isUser(user || ''), 'user must be 1-256 bytes without control characters, and not . or ..');
  must(device === undefined || isDevice(device), 'device must be 1-64 of A-Z a-z 0-9 . _ : -');
  sockets(options);
  return {
    ...options,
    keepMillis: number(options, 'keepMillis', undefined, 0),
    maxAttempts: number(options, 'maxAttempts', Infinity, 1),
    maxTries: number(options, 'maxTries', 5, 1),
    connectWithinMillis: number(options, 'connectWithinMillis', 15000, 1, MOST_MILLIS),
    sendWithinMillis: number(options, 'sendWithinMillis', 15000, 1, MOST_MILLIS),
  };
}

/**
 * Storage of the position. It lives as long as the name of the device.
 *
 * @param {import('./types.js').Options} options
 * @param {import('./types.js').Platform} platform
 */
export function storageOf({ storage, device }, platform) {
  if (storage && typeof storage === 'object') return given(storage);
  const known = { session: platform.session, local: platform.local, wx: platform.wxStorage, memory: memory() };
  const usual = (device ? platform.local : platform.session) || platform.wxStorage || known.memory;
  must(!storage || Object.keys(known).includes(storage), 'storage must be session, local, wx, memory or an object with get, set and remove');
  return forgiving((storage && known[storage]) || usual);
}

/**
 * Checks the storage of the application.
 *
 * @param {import('./types.js').Storage} storage
 */
function given(storage) {
  const { get, set, remove } = storage;
  must([get, set, remove].every(isFunction), 'storage must have the functions get, set and remove');
  must(!isPromise(forgiving(storage, (answer) => answer).get('heartline')), 'storage must be synchronous: get must not give a Promise');
  return forgiving(storage);
}

/** @param {import('./types.js').Options} options */
function sockets({ WebSocket, SockJS, sockjsUrl, wx, fetch }) {
  must(!fetch || isFunction(fetch), 'fetch must be a function, or false');
  must(!WebSocket || isFunction(WebSocket), 'WebSocket must be a class');
  must(!SockJS || isFunction(SockJS), 'SockJS must be a class');
  must(!sockjsUrl || (typeof sockjsUrl === 'string' && !/^wss?:/i.test(sockjsUrl)), 'sockjsUrl must begin with https:// or http://');
  must(!wx || isFunction(wx.connectSocket), 'wx must have the function connectSocket');
}

/**
 * The server's rule for the name of a user.
 *
 * @param {string} name
 */
function isUser(name) {
  const sound = !/[\u0000-\u001f\u007f-\u009f]|^\.{1,2}$/.test(name) && isWellFormed(name);
  return sound && name !== '' && bytesOf(name) <= 256;
}

/** @param {unknown} value */
function isFunction(value) {
  return typeof value === 'function';
}

/**
 * @template T
 * @param {any} options
 * @param {string} name
 * @param {T} otherwise
 * @param {number} least
 * @param {number} [most]
 * @returns {number | T}
 */
function number(options, name, otherwise, least, most = Number.MAX_SAFE_INTEGER) {
  const value = options[name];
  if (value === undefined) return otherwise;
  const range = most === MOST_MILLIS ? `${least} to ${most}` : least;
  must(value === otherwise || (Number.isInteger(value) && value >= least && value <= most), `${name} must be a whole number from ${range}`);
  return value;
}
