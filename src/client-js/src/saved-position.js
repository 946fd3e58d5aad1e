/** Size limit of a mailbox, and of the messages that can come again under a new epoch. */
const MOST_IDS = 1000;

/**
 * Position up to which this device has finished, and the ids of finished messages. Both are kept across reloads. The ids
 * are needed after a new epoch, when a message may come again under a new position.
 *
 * The position is written after each message, because it is short; the ids only before an acknowledgement leaves.
 */
export class SavedPosition {
  /**
   * @param {import('./types.js').Storage} storage
   * @param {string} key
   */
  constructor(storage, key) {
    this.storage = storage;
    this.key = key;
    this.forgotten = false;
    const kept = this.read(key) || {};
    const ids = this.read(key + '|ids') || {};
    /** @type {string | undefined} */
    this.user = kept.user;
    /** @type {import('./types.js').Position | undefined} */
    this.position = positionOf(kept.position);
    /** @type {number} */
    this.attempt = isNumber(kept.attempt) ? kept.attempt : 0;
    /** @type {import('./types.js').Position | undefined} the server's position, while a reset is not finished */
    this.reset = positionOf(kept.reset);
    /** @type {Set<string>} ids finished in this epoch */
    this.ids = setOf(ids.now);
    /** @type {Set<string>} ids finished in epochs before it */
    this.earlier = setOf(ids.earlier);
  }

  /**
   * Returns the number of the next connection. It is higher than any before, also if the clock was set back.
   *
   * @param {number} now
   */
  nextAttempt(now) {
    this.attempt = Math.max(now, this.attempt + 1);
    this.save();
    return this.attempt;
  }

  /**
   * Compares the server's position with this one, and moves there unless a reset must be announced to the application first.
   *
   * @param {import('./types.js').Welcome} welcome
   * @returns {import('./types.js').Position | undefined} the position before, of the same user
   */
  welcome({ user, position, resumed }) {
    if (this.user !== user) this.become(user);
    const before = this.position;
    if (before && (this.reset || !resumed)) this.reset = position;
    if (this.reset) this.save();
    else this.moveTo(position);
    return before;
  }

  /**
   * Moves to the position of the reset that the application finished, unless the server has asked for another one since.
   *
   * @param {import('./types.js').Position} position
   */
  finishReset(position) {
    if (this.reset === position) this.moveTo(position);
  }

  /**
   * Moves to a position of the server. A later one in the same epoch stays: it is finished but not acknowledged yet.
   *
   * @private
   * @param {import('./types.js').Position} position
   */
  moveTo(position) {
    const { seq } = this.enter(position.epoch, position.seq);
    if (position.seq > seq) this.position = { ...position };
    this.reset = undefined;
    this.save();
  }

  /**
   * Checks a message before it is handled. It may be the first of a new epoch.
   *
   * @param {import('./types.js').Message} message
   * @returns {boolean} true if it was finished before
   */
  covers({ epoch, seq, id }) {
    if (epoch === undefined || seq === undefined) return false;
    const { seq: finished } = this.enter(epoch, seq - 1);
    return seq <= finished || this.earlier.has(id);
  }

  /** @param {import('./types.js').Message} message */
  finish({ epoch, seq, id }) {
    if (!this.position || epoch === undefined || seq === undefined) return;
    if (epoch !== this.position.epoch) {
      this.earlier = keepLast(this.earlier.add(id)); // its handler was still at work when the epoch changed
      return;
    }
    this.earlier.delete(id);
    this.ids = keepLast(this.ids.add(id));
    if (seq > this.position.seq) this.position = { epoch, seq };
    this.save();
  }

  saveIds() {
    this.write(this.key + '|ids', { now: [...this.ids], earlier: [...this.earlier] });
  }

  /** Removes everything, because the server no longer keeps the device. */
  forget() {
    this.forgotten = true;
    this.storage.remove(this.key);
    this.storage.remove(this.key + '|ids');
  }

  /**
   * @private
   * @param {string} user
   */
  become(user) {
    this.user = user;
    this.position = undefined;
    this.reset = undefined;
    this.ids = new Set();
    this.earlier = new Set();
  }

  /**
   * @private
   * @param {string} epoch
   * @param {number} seq  the position in that epoch, if it is new
   */
  enter(epoch, seq) {
    if (this.position && this.position.epoch === epoch) return this.position;
    this.earlier = keepLast(new Set([...this.earlier, ...this.ids]));
    this.ids = new Set();
    this.position = { epoch, seq };
    this.saveIds();
    return this.position;
  }

  /** @private */
  save() {
    this.write(this.key, { user: this.user, position: this.position, attempt: this.attempt, reset: this.reset });
  }

  /**
   * @private
   * @param {string} key
   */
  read(key) {
    try {
      return JSON.parse(this.storage.get(key) || 'null');
    } catch (notOurs) {
      return undefined;
    }
  }

  /**
   * @private
   * @param {string} key
   * @param {object} value
   */
  write(key, value) {
    if (!this.forgotten) this.storage.set(key, JSON.stringify(value));
  }
}

/**
 * Position that was stored, unless another program has damaged it: the server ends a connection that names no position.
 *
 * @param {any} kept
 */
function positionOf(kept) {
  const sound = kept && typeof kept.epoch === 'string' && /^.{1,128}$/.test(kept.epoch) && isNumber(kept.seq);
  return sound ? { epoch: kept.epoch, seq: kept.seq } : undefined;
}

/** @param {any} value */
function isNumber(value) {
  return Number.isSafeInteger(value + 1) && value >= 0;
}

/** @param {any} ids */
function setOf(ids) {
  return new Set(Array.isArray(ids) ? ids : []);
}

/**
 * @param {Set<string>} ids
 * @returns {Set<string>}
 */
function keepLast(ids) {
  return ids.size > MOST_IDS ? new Set([...ids].slice(-MOST_IDS)) : ids;
}
