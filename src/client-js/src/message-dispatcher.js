import { Backoff } from './backoff.js';
import { report } from './events.js';

/** So many transient messages wait at most; the oldest goes first. Acked ones are bounded by the server's window. */
const MOST_TRANSIENT = 128;

/** @typedef {import('./types.js').Message} Message */

/**
 * Hands messages to the application, one at a time and in order. The one in hand outlives its connection: its handler may
 * be at work, and how often it was tried must not be forgotten. What waits behind it is thrown away with the connection,
 * as it comes again.
 */
export class MessageDispatcher {
  /**
   * @param {object} parts
   * @param {import('./types.js').Platform} parts.platform
   * @param {import('./saved-position.js').SavedPosition} parts.savedPosition
   * @param {number} parts.maxTries
   * @param {() => void} parts.finished  the savedPosition may have moved
   * @param {(message: Message, error: unknown, tries: number) => void} parts.failed  tried `maxTries` times or more
   */
  constructor({ platform, savedPosition, maxTries, finished, failed }) {
    this.clock = platform.clock;
    this.random = platform.random;
    this.savedPosition = savedPosition;
    this.maxTries = maxTries;
    this.finished = finished;
    this.failed = failed;
    /** @type {((message: Message) => any) | undefined} */
    this.handler = undefined;
    /** @type {Message[]} */
    this.queue = [];
    /** @type {{message: Message, tries: number, backoff: Backoff} | undefined} */
    this.inHand = undefined;
    this.busy = false;
    this.closed = false;
  }

  /** @param {((message: Message) => any) | undefined} handler */
  handle(handler) {
    this.handler = handler;
    this.run();
  }

  /** @param {Message} message */
  put(message) {
    if (message.seq === undefined && !this.roomForTransient()) return;
    this.queue.push(message);
    this.run();
  }

  /** The connection is gone. */
  drop() {
    this.queue = [];
  }

  close() {
    this.closed = true;
    this.drop();
    this.clock.clearTimeout(this.timer);
  }

  /**
   * The application gives a message up.
   *
   * @param {Message} message
   */
  skip(message) {
    if (!this.inHand || this.inHand.message !== message || this.closed) return;
    this.finish(message);
    if (this.timer !== undefined) this.resume();
  }

  /** @private */
  async run() {
    if (this.busy) return;
    this.busy = true;
    while (this.handler && !this.closed && this.timer === undefined && this.take()) await this.tryIt();
    this.busy = false;
  }

  /** @private */
  take() {
    if (this.inHand) return true;
    const message = this.queue.shift();
    if (message) this.inHand = { message, tries: 0, backoff: new Backoff(this.random) };
    return !!message;
  }

  /** @private */
  async tryIt() {
    const inHand = this.inHand;
    if (!inHand || !this.handler) return;
    const { message } = inHand;
    if (inHand.tries === 0 && this.savedPosition.covers(message)) return this.finish(message);
    inHand.tries++;
    try {
      await this.handler(message);
    } catch (error) {
      return this.threw(message, error, inHand.tries, inHand.backoff.next());
    }
    this.finish(message);
  }

  /**
   * @private
   * @param {Message} message
   * @param {unknown} error
   * @param {number} tries
   * @param {number} delay
   */
  threw(message, error, tries, delay) {
    if (message.seq === undefined) {
      report('the handler threw on a transient message', error);
      return this.finish(message);
    }
    if (this.closed || !this.inHand || this.inHand.message !== message) return; // skipped meanwhile
    this.timer = this.clock.setTimeout(() => this.resume(), delay);
    if (tries >= this.maxTries) this.failed(message, error, tries);
  }

  /** @private */
  resume() {
    this.clock.clearTimeout(this.timer);
    this.timer = undefined;
    this.run();
  }

  /**
   * @private
   * @param {Message} message
   */
  finish(message) {
    if (!this.inHand || this.inHand.message !== message) return; // skipped meanwhile
    this.inHand = undefined;
    this.savedPosition.finish(message);
    this.finished();
  }

  /** @private */
  roomForTransient() {
    if (!this.handler) return false;
    const waiting = this.queue.filter((message) => message.seq === undefined);
    if (waiting.length >= MOST_TRANSIENT) this.queue.splice(this.queue.indexOf(waiting[0]), 1);
    return true;
  }
}
