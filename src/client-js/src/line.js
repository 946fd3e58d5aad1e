import { TOKEN_EXPIRED } from './codes.js';
import { Conversation } from './conversation.js';
import { Device } from './device.js';
import { Events } from './events.js';
import { Link } from './link.js';
import { settings, storageOf } from './settings.js';
import { forgiving } from './storage.js';
import { routes } from './transports.js';
import { socketUrl } from './urls.js';

/** @typedef {import('./types.js').Why} Why */

/** A line to the server. The application sees of it what the type `Line` has. */
export class OpenLine {
  /**
   * @param {string} url
   * @param {import('./types.js').Options} options
   * @param {import('./types.js').World} world
   */
  constructor(url, options, world) {
    const set = settings(options);
    const whole = socketUrl(url, world.base);
    const storage = storageOf(options, world);
    this.settings = set;
    this.expired = false;
    this.events = new Events();
    this.names = new Device({
      world,
      place: world.session ? forgiving(world.session) : storage,
      copied: !!world.session,
      key: `heartline:device:${whole}`,
      given: options.device,
    });
    this.link = this.linkTo(whole, world);
    this.conversation = new Conversation({
      world,
      settings: set,
      storage,
      key: `heartline:${whole}|${options.user || ''}`,
      events: this.events,
      send: (frame) => this.link.send(frame),
      stop: (why) => this.link.stop(why),
    });
    this.unwatch = world.watch({ wake: () => this.link.wake(), rest: (forGood) => this.rest(forGood) });
    Promise.resolve().then(() => this.link.begin()); // later, so that the application can say first what it listens to
  }

  /** @returns {import('./types.js').State} */
  get state() {
    return this.link.phase.state;
  }

  /** What this device is called; empty until the first attempt. */
  get device() {
    return this.conversation.device;
  }

  /**
   * @template {keyof import('./types.js').Listeners} T
   * @param {T} type
   * @param {import('./types.js').Listeners[T]} listener  of `message` there is one: what it returns is awaited, then acknowledged
   * @returns {() => void} ends it
   */
  on(type, listener) {
    if (!TYPES.includes(type)) throw new TypeError(`there is no event "${type}"; there are ${TYPES.join(', ')}`);
    if (type !== 'message') return this.events.on(type, listener);
    const { conversation } = this;
    const handler = /** @type {import('./types.js').Listeners['message']} */ (listener);
    if (conversation.handler) throw new TypeError('there is a message handler already, and a message is handled once');
    conversation.handle(handler);
    return () => void (conversation.handler === handler && conversation.handle(undefined));
  }

  /**
   * Asks a service. Waits for the line to be online, but repeats nothing that was sent.
   *
   * @param {string} to
   * @param {any} [body]
   * @returns {Promise<any>} the answer; rejected with a HeartlineError
   */
  send(to, body) {
    return this.conversation.requests.send(to, body);
  }

  /**
   * Ends the line. With `bye`, the server stops keeping this device, and what was not acknowledged is no longer owed to it.
   *
   * @param {{bye?: boolean}} [how]
   * @returns {Promise<void>} when the connection is gone
   */
  close({ bye = true } = {}) {
    const online = this.state === 'online';
    this.conversation.flush();
    if (bye && online) this.conversation.forget();
    this.link.stop({ name: 'CLOSED', reason: 'closed by the application' }, bye);
    return this.link.gone;
  }

  /**
   * @private
   * @param {string} url
   * @param {import('./types.js').World} world
   */
  linkTo(url, world) {
    return new Link({
      world,
      routes: routes(url, this.settings, world),
      withinMillis: this.settings.connectWithinMillis,
      maxAttempts: this.settings.maxAttempts,
      prepare: () => this.prepare(),
      on: {
        state: (state, why) => this.entered(state, why),
        welcome: (welcome) => this.conversation.welcome(welcome),
        frame: (frame) => this.conversation.frame(frame),
        heard: () => this.conversation.heard(),
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
    const device = await this.names.claim();
    const given = token && (await token({ expired: this.expired }));
    if (token && typeof given !== 'string') throw new TypeError('token() gave no text');
    return () => {
      this.expired = false;
      this.conversation.as(device);
      return this.conversation.hello(given);
    };
  }

  /**
   * @private
   * @param {import('./link.js').Ending} ending
   */
  lost(ending) {
    if (ending.code === TOKEN_EXPIRED) this.expired = true;
    this.conversation.lost();
  }

  /**
   * @private
   * @param {import('./types.js').State} state
   * @param {Why} [why]
   */
  entered(state, why) {
    if (state === 'stopped') {
      this.unwatch();
      this.conversation.close();
      this.names.release();
    }
    this.events.emit('state', state, why);
    if (state === 'stopped') this.events.emit('stopped', why);
  }

  /**
   * @private
   * @param {boolean} forGood
   */
  rest(forGood) {
    if (forGood && this.settings.byeOnUnload) {
      this.close();
      return;
    }
    this.conversation.flush();
    this.link.rest();
    this.names.release();
  }
}

const TYPES = ['message', 'state', 'resumed', 'reset', 'failed', 'stopped'];
