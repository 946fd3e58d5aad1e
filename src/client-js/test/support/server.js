import { settled } from './clock.js';

/** The server's end of one socket. The test sends its frames. */
class FakeSocket {
  constructor(server, url, protocol) {
    Object.assign(this, { server, url, protocol, received: [], closed: false, deaf: false });
    server.sockets.push(this);
    if (server.automatic) setImmediate(() => this.closed || this.open());
  }

  send(text) {
    const frame = JSON.parse(text);
    this.received.push(frame);
    if (frame.t === 'hello' && this.server.automatic) setImmediate(() => this.welcome());
    if (frame.t === 'bye' && this.server.automatic) setImmediate(() => this.end(1000));
  }

  /** Called when the client closes the socket. */
  close() {
    this.closed = true;
  }

  open() {
    if (this.onopen) this.onopen();
  }

  say(frame) {
    if (this.onmessage) this.onmessage({ data: typeof frame === 'string' ? frame : JSON.stringify(frame) });
    return settled();
  }

  message(seq, more = {}) {
    const message = { t: 'message', epoch: 'e1', seq, id: `m${seq}`, at: 1, body: seq };
    return this.say({ ...message, ...more });
  }

  welcome(more = {}) {
    const { hello } = this;
    const position = hello.position || { epoch: 'e1', seq: 0 };
    const user = hello.user || 'alice';
    const limits = { heartbeatMillis: 25000, ackWithinMillis: 60000, window: 128, maxFrameBytes: 65536 };
    const resumed = !!hello.position;
    return this.say({ t: 'welcome', user, device: hello.device, resumed, position, pending: 0, ...limits, ...this.server.welcomes, ...more });
  }

  /** Closes the socket, as the server or the network does. */
  end(code = 1006, reason = '') {
    this.closed = true;
    if (this.onclose) this.onclose({ code, reason });
    return settled();
  }

  /** Breaks the socket as browsers report it: an error event, then a close event. */
  break() {
    if (this.onerror) this.onerror(new Error('broken'));
    return this.end();
  }

  get hello() {
    return this.received[0];
  }

  get acks() {
    return this.received.filter(({ t }) => t === 'ack').map(({ seq }) => seq);
  }

  count(t) {
    return this.received.filter((frame) => frame.t === t).length;
  }
}

/** A server that accepts and welcomes each client automatically, unless `automatic` is false. */
export class FakeServer {
  constructor() {
    this.sockets = [];
    this.automatic = true;
    this.welcomes = {};
    const server = this;
    this.WebSocket = class extends FakeSocket {
      constructor(url, protocol) {
        super(server, url, protocol);
      }
    };
  }

  get socket() {
    return this.sockets[this.sockets.length - 1];
  }
}
