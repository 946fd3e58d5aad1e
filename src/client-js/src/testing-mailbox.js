/**
 * @typedef {{id: string, at: number, body: any, seq: number, finished: () => void}} Owed  A message that is not acknowledged yet.
 */

/** What is owed to the one user of a fake server, and up to where it is acknowledged. */
export class FakeMailbox {
  constructor() {
    /** @type {Owed[]} */
    this.owed = [];
    this.epochs = 1;
    this.head = 0;
    this.acked = 0;
  }

  get epoch() {
    return `test-${this.epochs}`;
  }

  get position() {
    return { epoch: this.epoch, seq: this.acked };
  }

  /**
   * @param {{id: string, at: number, body: any}} message
   * @param {() => void} finished  called when it is acknowledged
   * @returns {Owed}
   */
  add(message, finished) {
    const owed = { ...message, seq: ++this.head, finished };
    this.owed.push(owed);
    return owed;
  }

  /**
   * Continues at the position of a client, if it is one of this epoch.
   *
   * @param {{epoch: string, seq: number} | undefined} position
   * @returns {boolean} true if nothing is missing
   */
  resume(position) {
    if (!position || position.epoch !== this.epoch || position.seq > this.head) return false;
    this.finish(position.seq);
    return true;
  }

  /** @param {number} seq  everything up to it is acknowledged */
  finish(seq) {
    this.acked = Math.max(this.acked, seq);
    const finished = this.owed.filter((owed) => owed.seq <= seq);
    this.owed = this.owed.filter((owed) => owed.seq > seq);
    finished.forEach((owed) => owed.finished());
  }

  /** Begins a new epoch, in which what is owed has new numbers. */
  renumber() {
    this.epochs++;
    this.acked = 0;
    this.head = this.owed.length;
    this.owed.forEach((owed, index) => (owed.seq = index + 1));
  }
}
