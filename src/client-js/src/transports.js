import { Routes } from './routes.js';
import { sockjsUrl } from './urls.js';
import { overSockJs, overWebSocket } from './websocket.js';
import { overWx } from './wx-socket.js';

/**
 * @param {string} url
 * @param {import('./types.js').Options} options
 * @param {import('./types.js').World} world
 */
export function routes(url, options, world) {
  const transports = [];
  const socket = first(url, options, world);
  if (socket) transports.push(socket);
  if (options.SockJS) transports.push(overSockJs(options.SockJS, options.sockjsUrl || sockjsUrl(url)));
  if (transports.length) return new Routes(transports);
  throw new TypeError('there is no WebSocket here: pass one as the option WebSocket (on Node 20, that of the package ws)');
}

/**
 * @param {string} url
 * @param {import('./types.js').Options} options
 * @param {import('./types.js').World} world
 */
function first(url, options, world) {
  if (options.wx) return overWx(options.wx, url);
  const WebSocketClass = options.WebSocket || world.WebSocket;
  if (WebSocketClass) return overWebSocket(WebSocketClass, url);
  return world.wx && overWx(world.wx, url);
}
