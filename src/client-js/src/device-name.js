/** Time in which a page that is reloaded releases its lock. */
const RELOAD_MILLIS = 1000;

/**
 * Name of this device. A name from the application is stable. Without one, each tab has a name of its own in its session
 * storage: a reload is the same device, and two tabs never replace each other's session.
 *
 * A browser copies the session storage of a duplicated tab, including the name. Only the tab that holds the Web Lock of the
 * name may use it; the other one makes a new name. If the browser has no locks (pages over plain http), the name is removed
 * from the storage while the page is open, so that a copy does not contain it.
 */
export class DeviceName {
  /**
   * @param {object} parts
   * @param {import('./types.js').Platform} parts.platform
   * @param {import('./types.js').Storage} parts.place  storage for a generated name
   * @param {boolean} parts.copied  true if duplicating a tab copies that storage
   * @param {string} parts.key
   * @param {string} [parts.given]
   */
  constructor({ platform, place, copied, key, given }) {
    this.platform = platform;
    this.place = place;
    this.key = key;
    this.given = given;
    this.copied = copied;
    /** @type {Promise<{name: string, release: () => void}> | undefined} */
    this.held = undefined;
  }

  /** @returns {Promise<string>} the name, reserved until `release` */
  async claim() {
    if (this.given) return this.given;
    this.held = this.held || (this.copied && !this.platform.locks ? this.takeOut() : this.lock());
    return (await this.held).name;
  }

  /** Gives the name back, to the next page in this tab. */
  release() {
    const { held } = this;
    this.held = undefined;
    if (held) held.then(({ release }) => release(), () => {});
  }

  /** @private */
  async takeOut() {
    const name = this.stored();
    this.place.remove(this.key);
    return { name, release: () => this.place.set(this.key, name) };
  }

  /** @private */
  async lock() {
    let name = this.stored();
    let release = await this.hold(name);
    if (!release) {
      name = this.generate();
      release = await this.hold(name);
    }
    this.place.set(this.key, name);
    return { name, release: release || (() => {}) };
  }

  /**
   * @private
   * @param {string} name
   * @returns {Promise<(() => void) | undefined>} releases the lock; undefined if another page holds it
   */
  hold(name) {
    const { locks, clock } = this.platform;
    if (!locks) return Promise.resolve(() => {});
    return new Promise((resolve) => {
      const timeout = new AbortController();
      const timer = clock.setTimeout(() => timeout.abort(), RELOAD_MILLIS);
      const got = () => {
        clock.clearTimeout(timer);
        return new Promise((release) => resolve(() => release(undefined)));
      };
      locks.request(`heartline:${name}`, { signal: timeout.signal }, got).catch(() => {
        clock.clearTimeout(timer);
        resolve(undefined);
      });
    });
  }

  /**
   * Name in the storage, unless another program has damaged it; otherwise a new one.
   *
   * @private
   */
  stored() {
    const name = this.place.get(this.key);
    return name && isDevice(name) ? name : this.generate();
  }

  /** @private */
  generate() {
    const part = () => this.platform.random().toString(36).slice(2, 10);
    return `js-${part()}${part()}`;
  }
}

/**
 * The server's rule for the name of a device.
 *
 * @param {any} name
 */
export function isDevice(name) {
  return typeof name === 'string' && /^[A-Za-z0-9._:-]{1,64}$/.test(name);
}
