/** A clock that a test moves forward. */
export class FakeClock {
  constructor(now = 1_763_650_000_000) {
    this.time = now;
    this.timers = new Map();
    this.last = 0;
    this.now = () => this.time;
    this.setTimeout = (run, millis) => {
      this.timers.set(++this.last, { run, at: this.time + Math.max(0, millis), id: this.last });
      return this.last;
    };
    this.clearTimeout = (id) => this.timers.delete(id);
  }

  /** Moves the time forward and runs each timer when it is due. */
  async pass(millis) {
    const end = this.time + millis;
    await settled();
    for (let next = this.due(end); next; next = this.due(end)) {
      this.time = Math.max(this.time, next.at);
      this.timers.delete(next.id);
      next.run();
      await settled();
    }
    this.time = end;
  }

  /** Moves the time forward before any timer runs, as after a frozen tab or a suspended machine. */
  async freeze(millis) {
    await settled();
    this.time += millis;
  }

  due(end) {
    const soonest = (a, b) => a.at - b.at || a.id - b.id;
    return [...this.timers.values()].filter(({ at }) => at <= end).sort(soonest)[0];
  }
}

/** Waits until all pending promises and immediates have run. */
export async function settled() {
  for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
}
