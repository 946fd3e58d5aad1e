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
  const transports = [first(url, options, world)];
  if (options.SockJS) transports.push(overSockJs(options.SockJS, options.sockjsUrl || sockjsUrl(url)));
  return new Routes(transports);
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
  if (world.wx) return overWx(world.wx, url);
  throw new TypeError('there is no WebSocket here: pass one as the option WebSocket (on Node 20, that of the package ws)');
}
