/**
 * @typedef {object} ServerEnd  The server's end of its sockets.
 * @property {() => boolean} refuses  true if a new socket is not to open
 * @property {(socket: FakeSocket, frame: any) => void} frame
 * @property {(socket: FakeSocket) => void} gone
 */

/** One connection, as the client sees it. What the server does comes a little later, as from a network. */
export class FakeSocket {
  /**
   * @param {ServerEnd} server
   * @param {string} url
   */
  constructor(server, url) {
    this.server = server;
    this.url = url;
    this.closed = false;
    this.cut = false;
    /** @type {any} */
    this.hello = undefined;
    /** @type {((event: any) => void) | null} */
    this.onopen = null;
    /** @type {((event: any) => void) | null} */
    this.onmessage = null;
    /** @type {((event: any) => void) | null} */
    this.onclose = null;
    /** @type {((event: any) => void) | null} */
    this.onerror = null;
    this.later(() => {
      if (server.refuses()) this.end(1006, '');
      else if (this.onopen) this.onopen({});
    });
  }

  /** @param {string} text */
  send(text) {
    const frame = JSON.parse(text);
    if (this.closed) return;
    Promise.resolve().then(() => this.cut || this.server.frame(this, frame)); // also if the client closes meanwhile
  }

  close() {
    this.closed = true;
    this.server.gone(this);
  }

  /** @param {object} frame */
  say(frame) {
    const text = JSON.stringify(frame);
    this.later(() => this.onmessage && this.onmessage({ data: text }));
  }

  /**
   * @param {number} code
   * @param {string} reason
   */
  end(code, reason) {
    this.cut = true;
    this.server.gone(this);
    this.later(() => {
      this.closed = true;
      if (this.onclose) this.onclose({ code, reason });
    });
  }

  /**
   * @private
   * @param {() => void} run  not called after the socket is closed
   */
  later(run) {
    Promise.resolve().then(() => this.closed || run());
  }
}

/**
 * @param {ServerEnd} server
 * @returns {any} a class like the browser's `WebSocket`, whose sockets lead to the server
 */
export function fakeWebSocket(server) {
  return class extends FakeSocket {
    /** @param {string} url */
    constructor(url) {
      super(server, url);
    }
  };
}

/**
 * The answer to a request over HTTP, as far as the client reads it.
 *
 * @param {{status: number, detail: string} | undefined} refusal
 * @returns {import('./types.js').HttpAnswer}
 */
export function overHttp(refusal) {
  const { status, detail } = refusal || { status: 426, detail: 'this path answers only WebSockets' };
  const text = JSON.stringify({ type: 'about:blank', status, detail });
  return { status, headers: { get: () => 'application/problem+json' }, text: async () => text };
}
