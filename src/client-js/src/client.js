import { TOKEN_EXPIRED } from './close-codes.js';
import { Connector } from './connector.js';
import { DeviceName } from './device-name.js';
import { Diagnosis } from './diagnosis.js';
import { must, shown } from './errors.js';
import { Events } from './events.js';
import { Session } from './session.js';
import { settings, storageOf } from './settings.js';
import { forgiving } from './storage.js';
import { transportSelector } from './transports.js';
import { socketUrl } from './urls.js';

/** @typedef {import('./types.js').Why} Why */

/** The client that `connect()` gives to the application, as the type `Line`. */
export class Client {
  /**
   * @param {string | URL} url
   * @param {import('./types.js').Options} options
   * @param {import('./types.js').Platform} platform
   */
  constructor(url, options, platform) {
    const whole = socketUrl(url, platform.base);
    const set = settings(options);
    const storage = storageOf(options, platform);
    this.settings = set;
    this.expired = false;
    this.events = new Events();
    this.deviceName = new DeviceName({
      platform,
      place: platform.session ? forgiving(platform.session) : storage,
      copied: !!platform.session,
      key: `heartline:device:${whole}`,
      given: options.device,
    });
    this.connector = this.connectorTo(whole, platform);
    this.session = new Session({
      platform,
      settings: set,
      storage,
      key: `heartline:${whole}|${options.user || ''}`,
      events: this.events,
      send: (frame) => this.connector.send(frame),
      stop: (why) => this.connector.stop(why),
    });
    this.unwatch = platform.watch({ wake: () => this.connector.wake(), suspend: (forGood) => this.suspend(forGood) });
    Promise.resolve().then(() => this.connector.begin()); // later, so that the application can add its listeners first
  }

  /** @returns {import('./types.js').State} */
  get state() {
    return this.connector.phase.state;
  }

  /** Name of this device; empty until the first attempt. */
  get device() {
    return this.session.device;
  }

  /**
   * @template {keyof import('./types.js').Listeners} T
   * @param {T} type
   * @param {import('./types.js').Listeners[T]} listener  for `message` only one: its result is awaited, then the message is acknowledged
   * @returns {() => void} removes the listener
   */
  on(type, listener) {
    must(TYPES.includes(type), `there is no event ${shown(type)}; there are ${TYPES.join(', ')}`);
    must(typeof listener === 'function', `a listener of ${shown(type)} must be a function, not ${shown(listener)}`);
    if (type !== 'message') return this.events.on(type, listener);
    const { session } = this;
    const handler = /** @type {import('./types.js').Listeners['message']} */ (listener);
    must(!session.handler, 'there is a message handler already, and a message is handled once');
    session.handle(handler);
    return () => void (session.handler === handler && session.handle(undefined));
  }

  /**
   * Sends a request to a service. It waits until the client is online; a request that was sent is never repeated.
   *
   * @param {string} to
   * @param {any} [body]
   * @returns {Promise<any>} the answer; rejected with a HeartlineError
   */
  send(to, body) {
    return this.session.requests.send(to, body);
  }

  /**
   * Stops the client. With `bye`, the server stops keeping this device and drops the messages that it has not acknowledged.
   *
   * @param {{bye?: boolean}} [how]
   * @returns {Promise<void>} resolved when the connection is closed
   */
  close({ bye = true } = {}) {
    const online = this.state === 'online';
    this.session.flush();
    if (bye && online) this.session.forget();
    this.connector.stop({ name: 'CLOSED', reason: 'closed by the application' }, bye);
    return this.connector.gone;
  }

  /**
   * @private
   * @param {string} url
   * @param {import('./types.js').Platform} platform
   */
  connectorTo(url, platform) {
    return new Connector({
      platform,
      transports: transportSelector(url, this.settings, platform),
      diagnosis: new Diagnosis(platform.clock, url, this.settings.fetch === undefined ? platform.fetch : this.settings.fetch),
      withinMillis: this.settings.connectWithinMillis,
      maxAttempts: this.settings.maxAttempts,
      prepare: () => this.prepare(),
      on: {
        state: (state, why) => this.entered(state, why),
        welcome: (welcome) => this.session.welcome(welcome),
        frame: (frame) => this.session.frame(frame),
        heard: () => this.session.heard(),
        lost: (ending) => this.lost(ending),
      },
    });
  }

  /**
   * @private
   * @returns {Promise<() => object>}
   */
  async prepare() {
    const { token } = this.settings;
    const device = await this.deviceName.claim();
    const given = token && (await token({ expired: this.expired }));
    if (token && (typeof given !== 'string' || !given)) throw new TypeError('token() gave no text');
    return () => {
      this.expired = false;
      this.session.as(device);
      return this.session.hello(given);
    };
  }

  /**
   * @private
   * @param {import('./connector.js').Ending} ending
   */
  lost(ending) {
    if (ending.code === TOKEN_EXPIRED) this.expired = true;
    this.session.lost();
  }

  /**
   * @private
   * @param {import('./types.js').State} state
   * @param {Why} [why]
   */
  entered(state, why) {
    if (state === 'stopped') {
      this.unwatch();
      this.session.close();
      this.deviceName.release();
    }
    this.events.emit('state', state, why);
    if (state === 'stopped') this.events.emit('stopped', why);
  }

  /**
   * @private
   * @param {boolean} forGood
   */
  suspend(forGood) {
    if (forGood && this.settings.byeOnUnload) {
      this.close();
      return;
    }
    this.session.flush();
    this.connector.suspend();
    this.deviceName.release();
  }
}

const TYPES = ['message', 'state', 'resumed', 'reset', 'failed', 'stopped'];
