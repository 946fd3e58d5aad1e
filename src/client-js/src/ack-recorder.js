/** Longest time that a batch of acknowledgements is collected. */
const BATCH_MILLIS = 50;
/** Number of messages that ends a batch earlier. */
const BATCH_MESSAGES = 16;

/**
 * Batches the cumulative acknowledgements of one connection. It never acknowledges above the last seq that came on this
 * connection, because that is a protocol violation; a handler may finish a message of an earlier connection.
 */
export class AckRecorder {
  /**
   * @param {import('./types.js').Clock} clock
   * @param {import('./types.js').Position} from  `welcome.position`
   * @param {(seq: number) => void} send
   */
  constructor(clock, from, send) {
    this.clock = clock;
    this.send = send;
    this.epoch = from.epoch;
    this.received = from.seq;
    this.finishedUpTo = from.seq;
    this.sent = from.seq;
    this.waiting = 0;
    this.sentAt = 0;
    /** @type {any} */
    this.timer = undefined;
  }

  /**
   * Records the position of a message that came.
   *
   * @param {string} epoch
   * @param {number} seq
   */
  expect(epoch, seq) {
    if (epoch !== this.epoch) {
      this.flush();
      this.epoch = epoch;
      this.finishedUpTo = seq - 1;
      this.sent = seq - 1;
    }
    this.received = seq;
  }

  /** @param {import('./types.js').Position} position  the last finished position */
  finished({ epoch, seq }) {
    if (epoch !== this.epoch) return;
    this.finishedUpTo = Math.min(seq, this.received);
    if (this.finishedUpTo <= this.sent) return;
    this.waiting++;
    if (this.waiting >= BATCH_MESSAGES) this.flush();
    else this.flushIfDue();
  }

  /** Sends a batch that is due. Also called for each frame that comes, because timers of a hidden page are late. */
  flushIfDue() {
    if (!this.waiting) return;
    const millis = this.sentAt + BATCH_MILLIS - this.clock.now();
    if (millis <= 0 || millis > BATCH_MILLIS) return this.flush(); // > BATCH_MILLIS: the wall clock was set back
    this.timer = this.timer || this.clock.setTimeout(() => this.flush(), millis);
  }

  flush() {
    this.close();
    if (this.finishedUpTo <= this.sent) return;
    this.waiting = 0;
    this.sent = this.finishedUpTo;
    this.sentAt = this.clock.now();
    this.send(this.sent);
  }

  close() {
    this.clock.clearTimeout(this.timer);
    this.timer = undefined;
  }
}
