/** A page that is being reloaded gives its lock back within this time. */
const RELOAD_MILLIS = 1000;

/**
 * What this device is called. A name from the application is stable. Without one, each tab has its own, kept as long as
 * the tab, so that a reload is the same device and two tabs never push each other out.
 *
 * A browser copies the session storage of a tab that is duplicated, the name with it. Who holds the Web Lock of the name
 * is the one who may use it; the other takes a new name. Where there are no locks (pages over plain http) the name is
 * taken out of the storage while the page is here, so that the copy does not find it.
 */
export class DeviceName {
  /**
   * @param {object} parts
   * @param {import('./types.js').Platform} parts.platform
   * @param {import('./types.js').Storage} parts.place  where a made-up name is kept
   * @param {boolean} parts.copied  whether a tab that is duplicated takes a copy of that place along
   * @param {string} parts.key
   * @param {string} [parts.given]
   */
  constructor({ platform, place, copied, key, given }) {
    this.platform = platform;
    this.place = place;
    this.key = key;
    this.given = given;
    this.copied = copied;
    /** @type {Promise<{name: string, letGo: () => void}> | undefined} */
    this.held = undefined;
  }

  /** @returns {Promise<string>} the name, ours until we let it go */
  async claim() {
    if (this.given) return this.given;
    this.held = this.held || (this.copied && !this.platform.locks ? this.takeOut() : this.lock());
    return (await this.held).name;
  }

  /** The page is left, or the line has ended: who comes next in this tab has the name. */
  release() {
    const { held } = this;
    this.held = undefined;
    if (held) held.then(({ letGo }) => letGo());
  }

  /** @private */
  async takeOut() {
    const name = this.place.get(this.key) || this.makeUp();
    this.place.remove(this.key);
    return { name, letGo: () => this.place.set(this.key, name) };
  }

  /** @private */
  async lock() {
    let name = this.place.get(this.key) || this.makeUp();
    let letGo = await this.hold(name);
    if (!letGo) {
      name = this.makeUp();
      letGo = await this.hold(name);
    }
    this.place.set(this.key, name);
    return { name, letGo: letGo || (() => {}) };
  }

  /**
   * @private
   * @param {string} name
   * @returns {Promise<(() => void) | undefined>} what frees it, or nothing where another page has it
   */
  hold(name) {
    const { locks, clock } = this.platform;
    if (!locks) return Promise.resolve(() => {});
    return new Promise((resolve) => {
      const patience = new AbortController();
      const timer = clock.setTimeout(() => patience.abort(), RELOAD_MILLIS);
      const got = () => {
        clock.clearTimeout(timer);
        return new Promise((letGo) => resolve(() => letGo(undefined)));
      };
      locks.request(`heartline:${name}`, { signal: patience.signal }, got).catch(() => {
        clock.clearTimeout(timer);
        resolve(undefined);
      });
    });
  }

  /** @private */
  makeUp() {
    const part = () => this.platform.random().toString(36).slice(2, 10);
    return `js-${part()}${part()}`;
  }
}
