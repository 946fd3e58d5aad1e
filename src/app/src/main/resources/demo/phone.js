import { connect } from './heartline/index.js';

/** How long the nodes keep what is owed to a phone that is away. */
const KEEP_MILLIS = 300000;

/**
 * @typedef {object} Watcher what a phone tells
 * @property {(phone: Phone) => void} changed
 * @property {(phone: Phone, message: any) => void} sent          a node has written it to us
 * @property {(phone: Phone, message: any) => void} handled       the handler has finished
 * @property {(phone: Phone, position: {epoch: string, seq: number}) => void} acked  all up to there
 */

/**
 * A simulated phone: one line of the JavaScript client, with its own device and a memory of its own.
 *
 * A real phone would reach the nodes through a balancer. Here the WebSocket class that the line is given stands in for it:
 * each new connection goes to the phone's own node, or to another while that one does not serve. It also sees every
 * frame, which is how the page knows when a message was sent and acknowledged, and by which node.
 */
export class Phone {
  /**
   * @param {{user: string, kind: string, device: string, home: number}} who
   * @param {import('./nodes.js').Nodes} nodes
   * @param {Watcher} watcher
   */
  constructor({ user, kind, device, home }, nodes, watcher) {
    Object.assign(this, { user, kind, device, home, nodes, watcher });
    this.name = `${user}’s ${kind}`;
    this.received = 0;
    this.last = '';
    /** The node it is connected to. @type {number | undefined} */
    this.node = undefined;
    /** The node it tried last, until that one welcomes it. @type {number | undefined} */
    this.tried = undefined;
    this.epoch = '';
    this.line = connect('/v1/connect', {
      user, device, storage: 'memory', keepMillis: KEEP_MILLIS, byeOnUnload: true, WebSocket: socketFor(this),
    });
    this.line.on('message', (message) => this.handle(message));
    this.line.on('state', () => this.turn());
  }

  /** A phone that is with another node only because its own was away goes back to it. */
  goHome() {
    const home = this.nodes.list[this.home - 1];
    if (this.node && this.node !== this.home && home && home.state === 'serving') this.socket.close();
  }

  /** @returns {import('./nodes.js').Node} where the next connection goes; not again where the last one failed */
  choose() {
    const home = this.nodes.list[this.home - 1];
    const serves = home.state === 'serving' && this.tried !== this.home;
    const node = serves ? home : this.nodes.after(this.tried || this.home);
    this.tried = node.number;
    return node;
  }

  /** @param {import('./nodes.js').Node} node @param {any} frame what it said */
  heard(node, frame) {
    if (frame.t === 'welcome') {
      this.node = node.number;
      this.tried = undefined;
      this.nodes.ids.set(node.number, frame.node);
    }
    if (frame.t === 'message' && frame.seq) {
      this.epoch = frame.epoch || this.epoch;
      this.watcher.sent(this, { ...frame, epoch: this.epoch });
    }
  }

  /** @param {any} frame what we say; a hello tells our position, which counts as an acknowledgement */
  said(frame) {
    if (frame.t === 'ack') this.watcher.acked(this, { epoch: this.epoch, seq: frame.seq });
    if (frame.t === 'hello' && frame.position) this.watcher.acked(this, frame.position);
  }

  /** @private @param {any} message */
  handle(message) {
    this.received++;
    this.last = textOf(message.body);
    this.watcher.handled(this, message);
    this.watcher.changed(this);
  }

  /** @private */
  turn() {
    if (this.line.state !== 'online') this.node = undefined;
    this.watcher.changed(this);
  }
}

/** @param {any} body what was pushed; from a terminal it may be anything */
export function textOf(body) {
  return body && typeof body.text === 'string' ? body.text : JSON.stringify(body);
}

/** @param {Phone} phone */
function socketFor(phone) {
  return class extends WebSocket {
    /** @param {string} _url @param {string} protocol */
    constructor(_url, protocol) {
      const node = phone.choose();
      super(`${node.url.replace('http', 'ws')}/v1/connect`, protocol);
      phone.socket = this;
      this.addEventListener('message', ({ data }) => phone.heard(node, JSON.parse(data)));
    }

    /** @param {string} text */
    send(text) {
      super.send(text);
      phone.said(JSON.parse(text));
    }
  };
}
