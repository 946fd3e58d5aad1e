import { TransportSelector } from './transport-selector.js';
import { sockjsUrl } from './urls.js';
import { overSockJs, overWebSocket } from './websocket.js';
import { overWx } from './wx-socket.js';

/**
 * @param {string} url
 * @param {import('./types.js').Options} options
 * @param {import('./types.js').Platform} platform
 */
export function transportSelector(url, options, platform) {
  const transports = [];
  const socket = first(url, options, platform);
  if (socket) transports.push(socket);
  if (options.SockJS) transports.push(overSockJs(options.SockJS, options.sockjsUrl || sockjsUrl(url)));
  if (transports.length) return new TransportSelector(transports);
  throw new TypeError('there is no WebSocket here: pass one as the option WebSocket (on Node 20, that of the package ws)');
}

/**
 * @param {string} url
 * @param {import('./types.js').Options} options
 * @param {import('./types.js').Platform} platform
 */
function first(url, options, platform) {
  if (options.wx) return overWx(options.wx, url);
  const WebSocketClass = options.WebSocket || platform.WebSocket;
  if (WebSocketClass) return overWebSocket(WebSocketClass, url);
  return platform.wx && overWx(platform.wx, url);
}
