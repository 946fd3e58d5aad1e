import { FakeMailbox } from './testing-mailbox.js';
import { fakeWebSocket, overHttp } from './testing-socket.js';

/** @typedef {import('./testing-socket.js').FakeSocket} FakeSocket */

/**
 * A server for the tests of an application: one user's mailbox in the memory of the test, without a network and without
 * timers, so that tests with a clock of their own can use it too. It knows one connection; a newer one replaces it.
 *
 *     import { connect } from 'heartline-client';
 *     import { FakeServer } from 'heartline-client/testing';
 *
 *     const server = new FakeServer();
 *     const line = connect('ws://test/v1/connect', { user: 'alice', ...server.options });
 *     line.on('message', ({ body }) => show(body));
 *     await server.push({ hello: 'world' }); // until the handler has finished, and the line has acknowledged it
 */
export class FakeServer {
  constructor() {
    /** @type {any[]} the `hello` frames that came, with token, device and position */
    this.hellos = [];
    /** @type {{to: string, body: any}[]} the requests to services that came */
    this.requests = [];
    /** @type {(hello: any) => number | undefined} judges each hello; a close code, such as 4004, refuses it */
    this.judge = () => undefined;
    /** True after the client has said `bye`. */
    this.saidBye = false;
    // The state of the server, which tests do not touch.
    this.pushes = 0;
    this.mailbox = new FakeMailbox();
    /** @type {Map<string, (body: any) => any>} */
    this.services = new Map();
    /** @type {FakeSocket | undefined} */
    this.live = undefined;
    /** @type {((hello: any) => void)[]} */
    this.waiting = [];
    /** @type {{status: number, detail: string} | undefined} the answer to new connections */
    this.refusal = undefined;
    const refuses = () => !!this.refusal;
    /** Options for `connect`: the sockets of this server, and the answers that it gives over HTTP. */
    this.options = {
      WebSocket: fakeWebSocket({ refuses, frame: (socket, frame) => this.frame(socket, frame), gone: (socket) => this.gone(socket) }),
      fetch: async () => overHttp(this.refusal),
    };
  }

  /** The bodies that are not acknowledged yet. */
  get pending() {
    return this.mailbox.owed.map(({ body }) => body);
  }

  /** @returns {Promise<any>} the hello of the client, when it is online; at once if it is */
  online() {
    if (this.live) return Promise.resolve(this.live.hello);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /**
   * Pushes a message. It waits for the client if there is none, and comes again until it is acknowledged.
   *
   * @param {any} body  a JSON value
   * @param {{id?: string, transient?: boolean}} [how]
   * @returns {Promise<void>} done when the client has acknowledged it; for a transient message, at once
   */
  push(body, { id = `test-${++this.pushes}`, transient = false } = {}) {
    const json = JSON.stringify(body);
    if (json === undefined) return Promise.reject(new TypeError('body must be a JSON value'));
    const message = { id, at: Date.now(), body: JSON.parse(json) };
    if (transient && this.live) this.live.say({ t: 'message', ...message });
    if (transient) return Promise.resolve();
    return new Promise((resolve) => this.deliver(this.mailbox.add(message, resolve)));
  }

  /**
   * Answers the requests to a service. Without an answer of a service, a request is refused with `FORBIDDEN`.
   *
   * @param {string} to
   * @param {(body: any) => any} answer  may be async; an error that it throws is the answer too, with its `code`
   */
  service(to, answer) {
    this.services.set(to, answer);
  }

  /**
   * Cuts the connection, as a network does, or closes it with a code.
   *
   * @param {number} [code]
   * @param {string} [reason]
   */
  drop(code = 1006, reason = '') {
    if (this.live) this.live.end(code, reason);
  }

  /**
   * Says goodbye and closes: 4000 to 4499 mean come back, 4500 to 4999 stay away.
   *
   * @param {number} code
   * @param {{reason?: string, retryAfterMillis?: number}} [why]
   */
  goodbye(code, { reason = '', retryAfterMillis } = {}) {
    if (!this.live) return;
    this.live.say({ t: 'goodbye', code, reason, retryAfterMillis });
    this.drop(code, reason);
  }

  /** Loses all positions, as a cluster that has lost too many nodes: the client comes back and is told `reset`. */
  loseState() {
    this.mailbox.renumber();
    this.goodbye(4006, { reason: 'positions were lost' });
  }

  /**
   * Refuses new connections, until `accept`.
   *
   * @param {{status?: number, detail?: string}} [problem]  the answer over HTTP
   */
  refuse({ status = 503, detail = 'refused by the test' } = {}) {
    this.refusal = { status, detail };
  }

  /** Accepts connections again. */
  accept() {
    this.refusal = undefined;
  }

  /**
   * @private
   * @param {import('./testing-mailbox.js').Owed} owed
   */
  deliver({ seq, id, at, body }) {
    if (this.live) this.live.say({ t: 'message', epoch: this.mailbox.epoch, seq, id, at, body });
  }

  /**
   * @private
   * @param {FakeSocket} socket
   * @param {any} hello
   */
  welcome(socket, hello) {
    this.hellos.push(hello);
    const code = this.judge(hello);
    if (code !== undefined) {
      socket.say({ t: 'goodbye', code, reason: 'refused by the test' });
      return socket.end(code, '');
    }
    this.goodbye(4502, { reason: 'the same device connected again' });
    const { mailbox } = this;
    const resumed = mailbox.resume(hello.position);
    this.live = socket;
    socket.hello = hello;
    socket.say({ t: 'welcome', user: hello.user || 'alice', device: hello.device, session: `test-${this.hellos.length}`, node: 'test',
      resumed, position: mailbox.position, pending: mailbox.owed.length, ...LIMITS });
    mailbox.owed.forEach((owed) => this.deliver(owed));
    this.waiting.splice(0).forEach((resolve) => resolve(hello));
  }

  /**
   * @private
   * @param {FakeSocket} socket
   * @param {any} frame
   */
  frame(socket, frame) {
    if (frame.t === 'hello' && !socket.closed) this.welcome(socket, frame);
    if (frame.t === 'ping') socket.say({ t: 'pong' });
    if (frame.t === 'ack') this.mailbox.finish(frame.seq);
    if (frame.t === 'send') this.request(socket, frame);
    if (frame.t !== 'bye') return;
    this.saidBye = true;
    socket.end(1000, '');
  }

  /**
   * @private
   * @param {FakeSocket} socket
   * @param {{ref: string, to: string, body: any}} send
   */
  async request(socket, { ref, to, body = null }) {
    this.requests.push({ to, body });
    const service = this.services.get(to);
    if (!service) return socket.say({ t: 'reply', ref, error: { code: 'FORBIDDEN', message: 'clients may not send to this address' } });
    try {
      const answer = await service(body);
      socket.say({ t: 'reply', ref, body: answer === undefined ? null : answer });
    } catch (error) {
      const { code = 'FAILED', message = String(error) } = /** @type {any} */ (error) || {};
      socket.say({ t: 'reply', ref, error: { code: String(code), message } });
    }
  }

  /** @private @param {FakeSocket} socket */
  gone(socket) {
    if (this.live === socket) this.live = undefined;
  }
}

const LIMITS = { heartbeatMillis: 25000, ackWithinMillis: 60000, keepMillis: 300000, window: 128, maxFrameBytes: 65536, features: [] };
