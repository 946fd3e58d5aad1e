import { Backoff } from './backoff.js';
import { report } from './events.js';

/** Limit of transient messages that wait; the oldest is dropped first. The server's window limits the others. */
const MAX_TRANSIENT = 128;

/**
 * @typedef {import('./types.js').Message} Message
 * @typedef {import('./types.js').WelcomeInfo} WelcomeInfo
 *
 * @typedef {object} Item  A message or a reset that waits for its turn.
 * @property {Message} [message]
 * @property {WelcomeInfo} [reset]
 * @property {number} tries
 * @property {Backoff} backoff
 */

/**
 * Queue that hands messages and resets to the application, one at a time and in order. An item that fails is tried again
 * with backoff. The item in hand outlives its connection, because its handler may be at work and its tries must be counted.
 * The items behind it are dropped with the connection; the server sends them again.
 */
export class MessageDispatcher {
  /**
   * @param {object} parts
   * @param {import('./types.js').Platform} parts.platform
   * @param {import('./saved-position.js').SavedPosition} parts.savedPosition
   * @param {number} parts.maxTries
   * @param {(info: WelcomeInfo) => Promise<void>} parts.reset  calls the application's listeners
   * @param {() => void} parts.finished  called when the saved position may have moved
   * @param {(message: Message, error: unknown, tries: number) => void} parts.failed  called from the `maxTries`-th failure on
   */
  constructor({ platform, savedPosition, maxTries, reset, finished, failed }) {
    this.clock = platform.clock;
    this.random = platform.random;
    this.savedPosition = savedPosition;
    this.maxTries = maxTries;
    this.reset = reset;
    this.finished = finished;
    this.failed = failed;
    /** @type {((message: Message) => any) | undefined} */
    this.handler = undefined;
    /** @type {Item[]} */
    this.queue = [];
    /** @type {Item | undefined} */
    this.inHand = undefined;
    this.busy = false;
    this.closed = false;
  }

  /** @param {((message: Message) => any) | undefined} handler */
  handle(handler) {
    this.handler = handler;
    this.run();
  }

  /** @param {{message?: Message, reset?: WelcomeInfo}} item */
  put(item) {
    if (isTransient(item) && !this.roomForTransient()) return;
    this.queue.push({ ...item, tries: 0, backoff: new Backoff(this.random) });
    this.run();
  }

  /** Drops the waiting items when the connection ends. */
  drop() {
    this.queue = [];
  }

  close() {
    this.closed = true;
    this.drop();
    this.clock.clearTimeout(this.timer);
  }

  /**
   * Checks that the message is still in hand, that is, neither finished nor skipped.
   *
   * @param {Message} message
   */
  holds(message) {
    const { inHand } = this;
    return !this.closed && inHand && inHand.message === message;
  }

  /** Counts the message in hand as finished. A try that is at work ends first, before the next message. */
  skip() {
    if (this.inHand) this.finish(this.inHand);
    if (this.timer !== undefined) this.resume();
  }

  /** @private */
  async run() {
    if (this.busy) return;
    this.busy = true;
    for (let item = this.next(); item; item = this.next()) await this.tryIt(item);
    this.busy = false;
  }

  /**
   * Takes the next item in hand, if there is one that can be handled now.
   *
   * @private
   */
  next() {
    const item = this.inHand || this.queue[0];
    if (!item || this.closed || this.timer !== undefined || !(item.reset || this.handler)) return undefined;
    if (!this.inHand) this.queue.shift();
    return (this.inHand = item);
  }

  /**
   * @private
   * @param {Item} item
   */
  async tryIt(item) {
    const { message, reset } = item;
    if (message && !item.tries && this.savedPosition.covers(message)) return this.finish(item);
    item.tries++;
    try {
      await (reset ? this.reset(reset) : this.handler && this.handler(/** @type {Message} */ (message)));
    } catch (error) {
      return this.threw(item, error);
    }
    this.finish(item);
  }

  /**
   * @private
   * @param {Item} item
   * @param {unknown} error
   */
  threw(item, error) {
    const { message, tries } = item;
    if (isTransient(item)) {
      report('the handler threw on a transient message', error);
      return this.finish(item);
    }
    if (this.closed || this.inHand !== item) return; // skipped meanwhile
    this.timer = this.clock.setTimeout(() => this.resume(), item.backoff.next());
    if (!message) report('a listener of "reset" threw', error);
    else if (tries >= this.maxTries) this.failed(message, error, tries);
  }

  /** @private */
  resume() {
    this.clock.clearTimeout(this.timer);
    this.timer = undefined;
    this.run();
  }

  /**
   * @private
   * @param {Item} item
   */
  finish(item) {
    if (this.inHand !== item) return; // skipped meanwhile
    this.inHand = undefined;
    const { message, reset } = item;
    if (message) this.savedPosition.finish(message);
    if (reset) this.savedPosition.finishReset(reset.position);
    this.finished();
  }

  /** @private */
  roomForTransient() {
    if (!this.handler) return false;
    const waiting = this.queue.filter(isTransient);
    if (waiting.length >= MAX_TRANSIENT) this.queue.splice(this.queue.indexOf(waiting[0]), 1);
    return true;
  }
}

/** @param {{message?: Message}} item */
function isTransient({ message }) {
  return !!message && message.seq === undefined;
}
