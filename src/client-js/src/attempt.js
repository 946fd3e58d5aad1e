import { nameOf } from './close-codes.js';
import { parse } from './frames.js';
import { Heartbeat } from './heartbeat.js';

/** Longest wait for the server to close the connection after a bye. */
const LEAVE_MILLIS = 2000;

/**
 * @typedef {import('./types.js').Why & {
 *   retryAfterMillis?: number, welcomed: boolean, opened: boolean, upgraded: boolean}} Ending
 *   `opened`: a socket was made; `upgraded`: it opened
 *
 * @typedef {object} AttemptEvents
 * @property {(welcome: import('./types.js').Welcome) => void} welcome
 * @property {(frame: import('./types.js').Frame) => void} frame
 * @property {() => void} heard  called for anything that comes
 * @property {(ending: Ending) => void} end  called once, as the last event
 */

/**
 * One attempt to connect, from the request for a token to the last frame. It owns its socket and its timers. It ends once,
 * at the first of error, close, goodbye and timeout, and is not used again.
 */
export class Attempt {
  /**
   * @param {object} parts
   * @param {import('./types.js').Clock} parts.clock
   * @param {import('./types.js').Transport} parts.transport
   * @param {number} parts.withinMillis  time limit until the welcome
   * @param {() => Promise<() => object>} parts.prepare  gets a token; gives the function that makes the hello
   * @param {AttemptEvents} parts.on
   */
  constructor({ clock, transport, withinMillis, prepare, on }) {
    this.clock = clock;
    this.transport = transport;
    this.prepare = prepare;
    this.on = on;
    this.over = false;
    this.leaving = false;
    this.upgraded = false;
    this.timer = clock.setTimeout(() => this.fail('TIMEOUT', `no welcome within ${withinMillis} ms`), withinMillis);
  }

  async start() {
    if (this.over) return;
    try {
      const hello = await this.prepare();
      if (this.over) return;
      this.socket = this.transport({
        open: () => this.over || this.opened(hello()),
        text: (text) => this.over || this.text(text),
        close: (code, reason) => this.end({ name: nameOf(code), code, reason }),
      });
      if (this.over) this.socket.close(); // it was closed while it was created
    } catch (error) {
      this.fail('FAILED', String(error));
    }
  }

  /**
   * @private
   * @param {object} hello
   */
  opened(hello) {
    this.upgraded = true;
    this.send(hello);
  }

  /** @param {object | string} frame  or its text */
  send(frame) {
    if (this.over || !this.socket) return;
    try {
      this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    } catch (error) {
      this.fail('FAILED', String(error));
    }
  }

  /** Checks the peer early, because the network changed or the page was frozen. */
  probe() {
    if (this.heartbeat) this.heartbeat.probe();
  }

  /** Sends bye and lets the server close the connection, which delivers the last frames first. */
  leave() {
    this.leaving = true;
    if (this.heartbeat) this.heartbeat.stop();
    this.timer = this.clock.setTimeout(() => this.drop(), LEAVE_MILLIS);
    this.send({ t: 'bye' });
  }

  /** Ends the attempt from this side. */
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
    if (this.socket) this.socket.close(); // a broken socket may never report its close
    const opened = !!this.socket;
    const welcomed = !!this.heartbeat;
    this.on.end({ name, code, reason, retryAfterMillis, opened, welcomed, upgraded: this.upgraded });
  }
}
