import { nameOf } from './close-codes.js';
import { parse } from './frames.js';
import { Heartbeat } from './heartbeat.js';

/** How long the server may take to close after a bye. */
const LEAVE_MILLIS = 2000;

/**
 * @typedef {import('./types.js').Why & {
 *   retryAfterMillis?: number, welcomed: boolean, opened: boolean}} Ending
 *
 * @typedef {object} AttemptEvents
 * @property {(welcome: import('./types.js').Welcome) => void} welcome
 * @property {(frame: import('./types.js').Frame) => void} frame
 * @property {() => void} heard  anything came
 * @property {(ending: Ending) => void} end  once, and nothing after it
 */

/**
 * One attempt to be connected, from asking for a token to the last frame. It owns its socket and its timers, ends once,
 * whatever fires first (error, close, goodbye, a timer), and is then thrown away whole.
 */
export class Attempt {
  /**
   * @param {object} parts
   * @param {import('./types.js').Clock} parts.clock
   * @param {import('./types.js').Transport} parts.transport
   * @param {number} parts.withinMillis  until the welcome
   * @param {() => Promise<() => object>} parts.prepare  what makes the hello, once a token is there
   * @param {AttemptEvents} parts.on
   */
  constructor({ clock, transport, withinMillis, prepare, on }) {
    this.clock = clock;
    this.transport = transport;
    this.prepare = prepare;
    this.on = on;
    this.over = false;
    this.leaving = false;
    this.timer = clock.setTimeout(() => this.fail('TIMEOUT', `no welcome within ${withinMillis} ms`), withinMillis);
  }

  async start() {
    if (this.over) return;
    try {
      const hello = await this.prepare();
      if (this.over) return;
      this.socket = this.transport({
        open: () => this.over || this.send(hello()),
        text: (text) => this.over || this.text(text),
        close: (code, reason) => this.end({ name: nameOf(code), code, reason }),
      });
      if (this.over) this.socket.close(); // it closed while it was being made
    } catch (error) {
      this.fail('FAILED', String(error));
    }
  }

  /** @param {object} frame */
  send(frame) {
    if (this.over || !this.socket) return;
    try {
      this.socket.send(JSON.stringify(frame));
    } catch (error) {
      this.fail('FAILED', String(error));
    }
  }

  /** Something happened to the network, or to us: is the peer still there? */
  probe() {
    if (this.heartbeat) this.heartbeat.probe();
  }

  /** Says bye and lets the server close, so that nothing of what was said last is cut off. */
  leave() {
    this.leaving = true;
    if (this.heartbeat) this.heartbeat.stop();
    this.timer = this.clock.setTimeout(() => this.drop(), LEAVE_MILLIS);
    this.send({ t: 'bye' });
  }

  /** Ends it from our side. */
  drop() {
    this.end({ name: 'CLOSED', reason: 'closed on this side' });
  }

  /**
   * @private
   * @param {unknown} text
   */
  text(text) {
    if (this.leaving) return;
    if (this.heartbeat) this.heartbeat.heard();
    this.on.heard();
    const frame = parse(text);
    if (!frame || this.over) return;
    if (frame.t === 'ping') this.send({ t: 'pong' });
    else if (frame.t === 'welcome') this.welcome(/** @type {any} */ (frame));
    else if (frame.t === 'goodbye') this.end({ ...frame, name: nameOf(frame.code), reason: frame.reason || '' });
    else if (this.heartbeat) this.on.frame(frame);
  }

  /**
   * @private
   * @param {import('./types.js').Welcome} welcome
   */
  welcome(welcome) {
    if (this.heartbeat) return;
    this.clock.clearTimeout(this.timer);
    this.heartbeat = new Heartbeat(this.clock, welcome.heartbeatMillis || 25000, {
      ping: () => this.send({ t: 'ping' }),
      dead: () => this.fail('SILENT', 'nothing was heard from the server'),
    });
    this.on.welcome(welcome);
  }

  /**
   * @private
   * @param {string} name
   * @param {string} reason
   */
  fail(name, reason) {
    this.end({ name, reason });
  }

  /**
   * @private
   * @param {import('./types.js').Why & {retryAfterMillis?: number}} why
   */
  end({ name, code, reason, retryAfterMillis }) {
    if (this.over) return;
    this.over = true;
    this.clock.clearTimeout(this.timer);
    if (this.heartbeat) this.heartbeat.stop();
    if (this.socket) this.socket.close(); // also where it would never have told that it closed
    const opened = !!this.socket;
    const welcomed = !!this.heartbeat;
    this.on.end({ name, code, reason, retryAfterMillis, opened, welcomed });
  }
}
