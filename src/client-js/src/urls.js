import { must, shown } from './errors.js';

const SCHEMES = 'wss://, ws://, https:// or http://';

/**
 * Makes the url of a WebSocket from an absolute url (`ws:`, `wss:`, `http:`, `https:`) or a path on the page's host. Throws
 * a TypeError that says what is wrong. A text stays as it is, because positions are stored under it.
 *
 * @param {string | URL} url
 * @param {string} [base]  scheme and host of the page
 */
export function socketUrl(url, base) {
  const text = textOf(url);
  must(text[0] !== '/' || base, `url ${shown(text)} is only a path, and there is no page whose host it could be on: begin with ${SCHEMES}`);
  const whole = text[0] === '/' ? onPage(text, base || '') : text;
  must(/^(ws|http)s?:\/\/[^/?#]/i.test(whole), `url must begin with ${SCHEMES}, or with / on a page; it is ${shown(text)}`);
  must(!whole.includes('#'), `url must have no fragment, that is, nothing from # on; it is ${shown(text)}`);
  must(isUrl(whole), `url is no valid url; it is ${shown(text)}`);
  return whole.replace(/^http(s?)/i, (http, s) => 'ws' + s.toLowerCase());
}

/**
 * @param {any} url
 * @returns {string}
 */
function textOf(url) {
  const text = url && typeof url.href === 'string' ? url.href : url;
  must(typeof text === 'string', `url must be a text or a URL, not ${shown(url)}`);
  return text;
}

/**
 * @param {string} path  may name another host: `//push.example.com/v1/connect`
 * @param {string} base
 */
function onPage(path, base) {
  return (path[1] === '/' ? base.replace(/\/\/.*/, '') : base) + path;
}

/**
 * Checks a whole url. Mini programs have no `URL`; there only its beginning was checked.
 *
 * @param {string} whole
 */
function isUrl(whole) {
  try {
    return typeof URL !== 'function' || !!new URL(whole);
  } catch (invalid) {
    return false;
  }
}

/**
 * Makes the url of SockJS, which is next to the WebSocket.
 *
 * @param {string} url  of the WebSocket
 */
export function sockjsUrl(url) {
  return withoutQuery(httpUrl(url)).replace(/\/connect\/?$/, '') + '/sockjs';
}

/** @param {string} url  without a fragment */
export function withoutQuery(url) {
  return url.replace(/\?.*$/, '');
}

/**
 * Makes the url under which HTTP reaches the same place.
 *
 * @param {string} url  of the WebSocket
 */
export function httpUrl(url) {
  return url.replace(/^ws(s?)/i, (ws, s) => 'http' + s.toLowerCase());
}
