/**
 * Transport over a WebSocket.
 *
 * @param {any} WebSocketClass  a browser's, or one like it
 * @param {string} url
 * @returns {import('./types.js').Transport}
 */
export function overWebSocket(WebSocketClass, url) {
  return (events) => listen(new WebSocketClass(url, 'heartline.v1'), events);
}

/**
 * Transport over SockJS, without SockJS's own WebSocket: a WebSocket was tried before.
 *
 * @param {any} SockJS
 * @param {string} url
 * @returns {import('./types.js').Transport}
 */
export function overSockJs(SockJS, url) {
  return (events) => listen(new SockJS(url, null, { transports: ['xhr-streaming', 'xhr-polling'] }), events);
}

/**
 * @param {any} socket
 * @param {import('./types.js').SocketEvents} events
 * @returns {import('./types.js').ClientSocket}
 */
function listen(socket, events) {
  socket.onopen = () => events.open();
  socket.onmessage = (/** @type {{data: unknown}} */ { data }) => events.text(data);
  socket.onclose = (/** @type {{code?: number, reason?: string}} */ { code, reason }) => events.close(code, reason || '');
  socket.onerror = () => {}; // a close follows; the package ws needs an error listener
  return {
    send: (text) => socket.send(text),
    close() {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    },
  };
}
