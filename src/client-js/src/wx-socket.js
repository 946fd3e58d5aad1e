/**
 * Transport of a mini program, or of uni-app. Each connection has its own SocketTask; the global functions, such as
 * `wx.onSocketMessage`, would mix the events of several connections.
 *
 * @param {import('./types.js').Wx} wx
 * @param {string} url
 * @returns {import('./types.js').Transport}
 */
export function overWx(wx, url) {
  return (events) => {
    let dropped = false;
    const failed = (/** @type {{errMsg?: string}} */ error) => dropped || events.close(undefined, (error && error.errMsg) || '');
    // uni-app returns the task instead of a promise only if a callback is given
    const task = wx.connectSocket({ url, protocols: ['heartline.v1'], fail: failed });
    const close = () => task.close({ code: 1000, fail() {} });
    task.onOpen(() => {
      if (dropped) close(); // a task that was closed before it opened may still open
      else events.open();
    });
    task.onMessage((/** @type {{data: unknown}} */ { data }) => dropped || events.text(data));
    task.onClose((/** @type {{code?: number, reason?: string}} */ { code, reason }) => dropped || events.close(code, reason || ''));
    task.onError(failed);
    return {
      send: (text) => task.send({ data: text, fail: failed }),
      close() {
        dropped = true;
        close();
      },
    };
  };
}
