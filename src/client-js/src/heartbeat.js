/** Time that the peer has to answer a probe. */
const PROBE_MILLIS = 5000;

/**
 * Detects a lost peer: pings after one silent interval and ends the connection after two more. Only inbound frames prove
 * that the peer is alive.
 *
 * It compares times instead of counting timers: timers of a hidden page are up to a minute late, those of a frozen page an
 * hour. After a late timer the peer's answer may be waiting unread. Therefore the peer is probed once more, with a short
 * deadline.
 */
export class Heartbeat {
  /**
   * @param {import('./types.js').Clock} clock
   * @param {number} everyMillis
   * @param {{ping: () => void, dead: () => void}} on
   */
  constructor(clock, everyMillis, on) {
    this.clock = clock;
    this.everyMillis = everyMillis;
    this.on = on;
    this.heardAt = clock.now();
    /** @type {{deadline: number, last: boolean} | undefined} */
    this.asked = undefined;
    this.sleepUntil(this.heardAt + everyMillis);
  }

  heard() {
    this.heardAt = this.clock.now();
    if (!this.asked) return;
    this.asked = undefined;
    this.sleepUntil(this.heardAt + this.everyMillis);
  }

  /** Pings now, with a short deadline: the network changed, or the page was frozen. */
  probe() {
    const now = this.clock.now();
    if (this.asked && this.asked.last && now < this.asked.deadline) return;
    this.ask(now + PROBE_MILLIS, true);
  }

  stop() {
    this.clock.clearTimeout(this.timer);
  }

  /** @private */
  check() {
    const now = this.clock.now();
    if (now < this.heardAt) this.heardAt = now; // the wall clock was set back
    if (!this.asked) {
      const due = this.heardAt + this.everyMillis;
      return now < due ? this.sleepUntil(due) : this.ask(now + 2 * this.everyMillis, false);
    }
    const late = now - this.asked.deadline;
    if (late < 0) return this.sleepUntil(this.asked.deadline);
    return late > PROBE_MILLIS && !this.asked.last ? this.probe() : this.on.dead();
  }

  /**
   * @private
   * @param {number} deadline
   * @param {boolean} last
   */
  ask(deadline, last) {
    this.asked = { deadline, last };
    this.sleepUntil(deadline);
    this.on.ping(); // last: a broken socket ends this connection here
  }

  /**
   * @private
   * @param {number} time
   */
  sleepUntil(time) {
    const most = 2 * this.everyMillis; // limits the wait if the wall clock was set back
    const millis = Math.max(0, Math.min(time - this.clock.now(), most));
    this.clock.clearTimeout(this.timer);
    this.timer = this.clock.setTimeout(() => this.check(), millis);
  }
}
