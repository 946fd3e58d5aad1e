/**
 * How long to wait before the next try: anything from nothing to a ceiling that doubles. The full jitter is what keeps
 * thousands of pages from coming back in one wave after a deploy, so the first wait has it too.
 */
export class Backoff {
  /**
   * @param {() => number} random
   * @param {number} [firstMillis]
   * @param {number} [mostMillis]
   */
  constructor(random, firstMillis = 500, mostMillis = 30000) {
    this.random = random;
    this.firstMillis = firstMillis;
    this.mostMillis = mostMillis;
    this.tries = 0;
  }

  next() {
    const ceiling = Math.min(this.mostMillis, this.firstMillis * 2 ** this.tries);
    this.tries++;
    return Math.round(this.random() * ceiling);
  }

  reset() {
    this.tries = 0;
  }
}
