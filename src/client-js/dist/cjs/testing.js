/* heartline-client 0.1.0, Apache-2.0. Built from src by `npm run build`. */
"use strict";
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// src/testing.js
var testing_exports = {};
__export(testing_exports, {
  FakeServer: () => FakeServer
});
module.exports = __toCommonJS(testing_exports);

// src/testing-mailbox.js
var FakeMailbox = class {
  constructor() {
    this.owed = [];
    this.epochs = 1;
    this.head = 0;
    this.acked = 0;
  }
  get epoch() {
    return `test-${this.epochs}`;
  }
  get position() {
    return { epoch: this.epoch, seq: this.acked };
  }
  /**
   * @param {{id: string, at: number, body: any}} message
   * @param {() => void} finished  called when it is acknowledged
   * @returns {Owed}
   */
  add(message, finished) {
    const owed = { ...message, seq: ++this.head, finished };
    this.owed.push(owed);
    return owed;
  }
  /**
   * Continues at the position of a client, if it is one of this epoch.
   *
   * @param {{epoch: string, seq: number} | undefined} position
   * @returns {boolean} true if nothing is missing
   */
  resume(position) {
    if (!position || position.epoch !== this.epoch || position.seq > this.head) return false;
    this.finish(position.seq);
    return true;
  }
  /** @param {number} seq  everything up to it is acknowledged */
  finish(seq) {
    this.acked = Math.max(this.acked, seq);
    const finished = this.owed.filter((owed) => owed.seq <= seq);
    this.owed = this.owed.filter((owed) => owed.seq > seq);
    finished.forEach((owed) => owed.finished());
  }
  /** Begins a new epoch, in which what is owed has new numbers. */
  renumber() {
    this.epochs++;
    this.acked = 0;
    this.head = this.owed.length;
    this.owed.forEach((owed, index) => owed.seq = index + 1);
  }
};

// src/testing-socket.js
var FakeSocket = class {
  /**
   * @param {ServerEnd} server
   * @param {string} url
   */
  constructor(server, url) {
    this.server = server;
    this.url = url;
    this.closed = false;
    this.cut = false;
    this.hello = void 0;
    this.onopen = null;
    this.onmessage = null;
    this.onclose = null;
    this.onerror = null;
    this.later(() => {
      if (server.refuses()) this.end(1006, "");
      else if (this.onopen) this.onopen({});
    });
  }
  /** @param {string} text */
  send(text) {
    const frame = JSON.parse(text);
    if (this.closed) return;
    Promise.resolve().then(() => this.cut || this.server.frame(this, frame));
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
};
function fakeWebSocket(server) {
  return class extends FakeSocket {
    /** @param {string} url */
    constructor(url) {
      super(server, url);
    }
  };
}
function overHttp(refusal) {
  const { status, detail } = refusal || { status: 426, detail: "this path answers only WebSockets" };
  const text = JSON.stringify({ type: "about:blank", status, detail });
  return { status, headers: { get: () => "application/problem+json" }, text: async () => text };
}

// src/testing.js
var FakeServer = class {
  constructor() {
    this.hellos = [];
    this.requests = [];
    this.judge = () => void 0;
    this.saidBye = false;
    this.pushes = 0;
    this.mailbox = new FakeMailbox();
    this.services = /* @__PURE__ */ new Map();
    this.live = void 0;
    this.waiting = [];
    this.refusal = void 0;
    const refuses = () => !!this.refusal;
    this.options = {
      WebSocket: fakeWebSocket({ refuses, frame: (socket, frame) => this.frame(socket, frame), gone: (socket) => this.gone(socket) }),
      fetch: async () => overHttp(this.refusal)
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
    if (json === void 0) return Promise.reject(new TypeError("body must be a JSON value"));
    const message = { id, at: Date.now(), body: JSON.parse(json) };
    if (transient && this.live) this.live.say({ t: "message", ...message });
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
  drop(code = 1006, reason = "") {
    if (this.live) this.live.end(code, reason);
  }
  /**
   * Says goodbye and closes: 4000 to 4499 mean come back, 4500 to 4999 stay away.
   *
   * @param {number} code
   * @param {{reason?: string, retryAfterMillis?: number}} [why]
   */
  goodbye(code, { reason = "", retryAfterMillis } = {}) {
    if (!this.live) return;
    this.live.say({ t: "goodbye", code, reason, retryAfterMillis });
    this.drop(code, reason);
  }
  /** Loses all positions, as a cluster that has lost too many nodes: the client comes back and is told `reset`. */
  loseState() {
    this.mailbox.renumber();
    this.goodbye(4006, { reason: "positions were lost" });
  }
  /**
   * Refuses new connections, until `accept`.
   *
   * @param {{status?: number, detail?: string}} [problem]  the answer over HTTP
   */
  refuse({ status = 503, detail = "refused by the test" } = {}) {
    this.refusal = { status, detail };
  }
  /** Accepts connections again. */
  accept() {
    this.refusal = void 0;
  }
  /**
   * @private
   * @param {import('./testing-mailbox.js').Owed} owed
   */
  deliver({ seq, id, at, body }) {
    if (this.live) this.live.say({ t: "message", epoch: this.mailbox.epoch, seq, id, at, body });
  }
  /**
   * @private
   * @param {FakeSocket} socket
   * @param {any} hello
   */
  welcome(socket, hello) {
    this.hellos.push(hello);
    const code = this.judge(hello);
    if (code !== void 0) {
      socket.say({ t: "goodbye", code, reason: "refused by the test" });
      return socket.end(code, "");
    }
    this.goodbye(4502, { reason: "the same device connected again" });
    const { mailbox } = this;
    const resumed = mailbox.resume(hello.position);
    this.live = socket;
    socket.hello = hello;
    socket.say({
      t: "welcome",
      user: hello.user || "alice",
      device: hello.device,
      session: `test-${this.hellos.length}`,
      node: "test",
      resumed,
      position: mailbox.position,
      pending: mailbox.owed.length,
      ...LIMITS
    });
    mailbox.owed.forEach((owed) => this.deliver(owed));
    this.waiting.splice(0).forEach((resolve) => resolve(hello));
  }
  /**
   * @private
   * @param {FakeSocket} socket
   * @param {any} frame
   */
  frame(socket, frame) {
    if (frame.t === "hello" && !socket.closed) this.welcome(socket, frame);
    if (frame.t === "ping") socket.say({ t: "pong" });
    if (frame.t === "ack") this.mailbox.finish(frame.seq);
    if (frame.t === "send") this.request(socket, frame);
    if (frame.t !== "bye") return;
    this.saidBye = true;
    socket.end(1e3, "");
  }
  /**
   * @private
   * @param {FakeSocket} socket
   * @param {{ref: string, to: string, body: any}} send
   */
  async request(socket, { ref, to, body = null }) {
    this.requests.push({ to, body });
    const service = this.services.get(to);
    if (!service) return socket.say({ t: "reply", ref, error: { code: "FORBIDDEN", message: "clients may not send to this address" } });
    try {
      const answer = await service(body);
      socket.say({ t: "reply", ref, body: answer === void 0 ? null : answer });
    } catch (error) {
      const { code = "FAILED", message = String(error) } = (
        /** @type {any} */
        error || {}
      );
      socket.say({ t: "reply", ref, error: { code: String(code), message } });
    }
  }
  /** @private @param {FakeSocket} socket */
  gone(socket) {
    if (this.live === socket) this.live = void 0;
  }
};
var LIMITS = { heartbeatMillis: 25e3, ackWithinMillis: 6e4, keepMillis: 3e5, window: 128, maxFrameBytes: 65536, features: [] };
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  FakeServer
});
