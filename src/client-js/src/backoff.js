/**
 * Exponential backoff with full jitter: each wait is random, between 0 and a ceiling that doubles. The first wait is random
 * too, so that thousands of pages do not reconnect in one wave after a deployment.
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
