/** How long a peer may take to answer where there is a reason to doubt the connection. */
const PROBE_MILLIS = 5000;

/**
 * Finds out that the peer is gone: pings after a silent interval and gives up after two more. Only what comes in proves
 * life.
 *
 * It goes by the clock, not by counting ticks: timers of a hidden page come a minute late, those of a frozen one an hour.
 * A timer that comes late proves nothing about the peer (its answer may lie unread beside it), so the peer is asked once
 * more, with a short deadline.
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

  /** Doubt: the network changed, or we slept. */
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
    this.on.ping(); // last: it may find the socket broken and end us
  }

  /**
   * @private
   * @param {number} time
   */
  sleepUntil(time) {
    const most = 2 * this.everyMillis; // also where the wall clock was set back
    const millis = Math.max(0, Math.min(time - this.clock.now(), most));
    this.clock.clearTimeout(this.timer);
    this.timer = this.clock.setTimeout(() => this.check(), millis);
  }
}
