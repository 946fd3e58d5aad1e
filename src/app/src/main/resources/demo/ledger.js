/** What is not there after so long with everything online is lost, whatever the reason. */
const LATE_MILLIS = 30000;

/**
 * @typedef {{sent?: {node: number, at: number}, handled?: number, acked?: number}} Delivery
 *
 * @typedef {object} Entry  One message and its way.
 * @property {string} id
 * @property {string} user
 * @property {string} text
 * @property {number} [pushed]    when this page pushed it; absent where somebody else did
 * @property {number[]} silent    nodes that gave no answer
 * @property {number} [accepted]  when a node took it, by that node's clock
 * @property {{epoch: string, seq: number, node: number, at: number}} [stored]
 * @property {string} [refused]
 * @property {Map<string, Delivery>} deliveries  by device
 */

/**
 * Keeps the accounts: what was stored must be handled by each of the user's phones. It believes nobody's word but what
 * the publisher was answered and what the phones did. Messages that others push are shown, but not counted: this page
 * does not know what they were answered.
 */
export class Ledger {
  /**
   * @param {Map<string, string[]>} devices of each user
   * @param {(entry: Entry) => void} changed
   */
  constructor(devices, changed) {
    this.devices = devices;
    this.changed = changed;
    /** @type {Map<string, Entry>} */
    this.entries = new Map();
    /** @type {Set<Entry>} stored, and not yet handled everywhere */
    this.open = new Set();
    /** @type {Map<string, {epoch: string, seq: number}>} the last one each device has handled */
    this.last = new Map();
    /** @type {Map<string, {entry: Entry, epoch: string, seq: number}[]>} what each device has handled, not acknowledged */
    this.owing = new Map();
    this.counts = { pushed: 0, stored: 0, refused: 0, duplicates: 0, outOfOrder: 0 };
  }

  /** @param {{id: string, user: string, text: string, at: number}} push */
  pushed({ id, user, text, at }) {
    this.counts.pushed++;
    this.change(this.enter({ id, user, text, pushed: at }));
  }

  /** @param {string} id @param {number} node */
  unanswered(id, node) {
    const entry = this.known(id);
    entry.silent.push(node);
    this.change(entry);
  }

  /** @param {string} id @param {{epoch: string, seq: number, node: number, at: number}} answer */
  stored(id, { epoch, seq, node, at }) {
    const entry = this.known(id);
    entry.stored = { epoch, seq, node, at };
    this.counts.stored++;
    this.open.add(entry);
    this.change(entry);
  }

  /** @param {string} id @param {string} why */
  refused(id, why) {
    const entry = this.known(id);
    entry.refused = why;
    this.counts.refused++;
    this.change(entry);
  }

  /** @param {{user: string, device: string, node: number}} phone @param {any} message @param {number} at @param {string} text */
  sent({ user, device, node }, message, at, text) {
    const entry = this.entries.get(message.id) || this.enter({ id: message.id, user, text });
    const delivery = entry.deliveries.get(device) || {};
    entry.accepted = message.at;
    delivery.sent = delivery.sent || { node, at };
    entry.deliveries.set(device, delivery);
    this.change(entry);
  }

  /** @param {{device: string}} phone @param {any} message @param {number} at */
  handled({ device }, { id, epoch, seq }, at) {
    const entry = this.known(id);
    const delivery = entry.deliveries.get(device) || {};
    const last = this.last.get(device);
    if (delivery.handled) this.counts.duplicates++;
    else if (last && last.epoch === epoch && seq < last.seq) this.counts.outOfOrder++;
    else this.last.set(device, { epoch, seq });
    delivery.handled = at;
    entry.deliveries.set(device, delivery);
    this.owing.set(device, [...(this.owing.get(device) || []), { entry, epoch, seq }]);
    this.change(entry);
  }

  /** @param {{device: string}} phone @param {{epoch: string, seq: number}} upTo @param {number} at */
  acked({ device }, upTo, at) {
    const owing = this.owing.get(device) || [];
    const done = owing.filter(({ epoch, seq }) => epoch === upTo.epoch && seq <= upTo.seq);
    this.owing.set(device, owing.filter((each) => !done.includes(each)));
    for (const { entry } of done) {
      const delivery = entry.deliveries.get(device);
      if (delivery) delivery.acked = at;
      this.change(entry);
    }
  }

  /**
   * @param {number} now
   * @param {number | undefined} calmSince  since when all nodes serve and all phones are online, where it is so
   */
  score(now, calmSince) {
    const lost = [...this.open].filter((entry) => this.isLost(entry, now, calmSince)).length;
    const { pushed, stored, refused } = this.counts;
    return { ...this.counts, lost, underWay: pushed - stored - refused + this.open.size - lost };
  }

  /** @private @param {Entry} entry @param {number} now @param {number | undefined} calmSince */
  isLost(entry, now, calmSince) {
    const { stored } = entry;
    if (!stored) return false;
    const late = calmSince !== undefined && now - Math.max(calmSince, stored.at) > LATE_MILLIS;
    return late || this.missing(entry).some((device) => {
      const last = this.last.get(device);
      return last !== undefined && last.epoch === stored.epoch && last.seq > stored.seq;
    });
  }

  /** @private @param {Entry} entry the user's devices that have not handled it */
  missing(entry) {
    const devices = this.devices.get(entry.user) || [];
    return devices.filter((device) => !(entry.deliveries.get(device) || {}).handled);
  }

  /** @private @param {{id: string, user: string, text: string, pushed?: number}} what */
  enter(what) {
    const entry = { ...what, silent: [], deliveries: new Map() };
    this.entries.set(entry.id, entry);
    return entry;
  }

  /** @private @param {string} id */
  known(id) {
    const entry = this.entries.get(id);
    if (!entry) throw new Error(`nobody has heard of ${id}`);
    return entry;
  }

  /** @private @param {Entry} entry */
  change(entry) {
    if (entry.stored && this.missing(entry).length === 0) this.open.delete(entry);
    this.changed(entry);
  }
}
