/**
 * The url of a WebSocket, from what a page author may write: with `ws:` or `http:`, or only a path.
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
 * Where SockJS is: beside the WebSocket.
 *
 * @param {string} url  of the WebSocket
 */
export function sockjsUrl(url) {
  return url.replace(/^ws/, 'http').replace(/[?#].*$/, '').replace(/\/connect\/?$/, '') + '/sockjs';
}
