import { settled } from './clock.js';

/** The server's end of one socket; the test decides what it sends. */
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

  /** The client closes. */
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

  /** The server, or the network, closes. */
  end(code = 1006, reason = '') {
    this.closed = true;
    if (this.onclose) this.onclose({ code, reason });
    return settled();
  }

  /** As browsers do: an error and then a close. */
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

/** A server that accepts and welcomes by itself unless `automatic` is switched off. */
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
