/**
 * Makes the url of a WebSocket from an absolute url (`ws:`, `wss:`, `http:`, `https:`) or a path on the page's host.
 *
 * @param {string} url
 * @param {string} [base]  scheme and host of the page
 */
export function socketUrl(url, base) {
  const whole = url[0] === '/' && base ? base + url : url;
  if (!/^(ws|http)s?:\/\/[^/]/.test(whole)) throw new TypeError(`url must begin with wss:// or ws://, not ${url}`);
  return whole.replace(/^http/, 'ws');
}

/**
 * Makes the url of SockJS, which is next to the WebSocket.
 *
 * @param {string} url  of the WebSocket
 */
export function sockjsUrl(url) {
  return url.replace(/^ws/, 'http').replace(/[?#].*$/, '').replace(/\/connect\/?$/, '') + '/sockjs';
}
