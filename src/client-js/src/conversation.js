import { Acks } from './acks.js';
import { Cursor } from './cursor.js';
import { Inbox } from './inbox.js';
import { Requests } from './requests.js';

/**
 * What is said over the line, and what must be remembered from one connection to the next.
 *
 * @typedef {import('./types.js').Frame} Frame
 * @typedef {import('./types.js').Message} Message
 * @typedef {(frame: object) => void} Send
 */
export class Conversation {
  /**
   * @param {object} parts
   * @param {import('./types.js').World} parts.world
   * @param {ReturnType<typeof import('./settings.js').settings>} parts.settings
   * @param {import('./types.js').Storage} parts.storage
   * @param {string} parts.key     where the position is kept, but for the device
   * @param {import('./events.js').Events} parts.events
   * @param {Send} parts.send
   * @param {(why: import('./types.js').Why) => void} parts.stop
   */
  constructor({ world, settings, storage, key, events, send, stop }) {
    this.world = world;
    this.settings = settings;
    this.storage = storage;
    this.key = key;
    this.events = events;
    this.send = send;
    this.stop = stop;
    this.requests = new Requests(world.clock, settings.sendWithinMillis);
    this.device = '';
    /** @type {((message: Message) => any) | undefined} */
    this.handler = undefined;
  }

  /** @param {((message: Message) => any) | undefined} handler */
  handle(handler) {
    this.handler = handler;
    if (this.inbox) this.inbox.handle(handler);
  }

  /**
   * Speaks from now on as this device.
   *
   * @param {string} device
   */
  as(device) {
    if (device === this.device) return;
    if (this.inbox) this.inbox.close();
    this.device = device;
    const cursor = new Cursor(this.storage, `${this.key}|${device}`);
    this.cursor = cursor;
    this.inbox = new Inbox({
      world: this.world,
      cursor,
      maxTries: this.settings.maxTries,
      finished: () => this.acks && cursor.position && this.acks.finished(cursor.position),
      failed: (message, error, tries) => this.failed(message, error, tries),
    });
    this.inbox.handle(this.handler);
  }

  /**
   * @param {string | undefined} token
   * @returns {object}
   */
  hello(token) {
    const { device, cursor, world } = this;
    const { user, keepMillis } = this.settings;
    const attempt = cursor && cursor.nextAttempt(world.clock.now());
    const position = cursor && cursor.position;
    const who = token === undefined ? { user } : { token };
    return { t: 'hello', ...who, device, attempt, keepMillis, position, features: [] };
  }

  /** @param {import('./types.js').Welcome} welcome */
  welcome(welcome) {
    const { cursor, send } = this;
    if (!cursor) return;
    const before = cursor.welcome(welcome);
    this.epoch = welcome.position.epoch;
    this.acks = new Acks(this.world.clock, welcome.position, (seq) => {
      cursor.saveIds(); // before the server forgets the messages
      send({ t: 'ack', seq });
    });
    this.requests.online(send, welcome.maxFrameBytes);
    const news = { position: welcome.position, pending: welcome.pending, before };
    if (welcome.resumed) this.events.emit('resumed', news);
    else if (before) this.events.emit('reset', news);
  }

  /** @param {Frame} frame */
  frame(frame) {
    if (frame.t === 'message') this.message(frame);
    if (frame.t === 'reply') this.requests.reply(frame);
  }

  heard() {
    if (this.acks) this.acks.flushIfDue();
  }

  /** All that is finished is acknowledged now: there may be no later. */
  flush() {
    if (this.acks) this.acks.flush();
  }

  /** The connection is gone. */
  lost() {
    if (this.acks) this.acks.close();
    this.acks = undefined;
    if (this.inbox) this.inbox.drop();
    this.requests.offline();
  }

  close() {
    this.requests.stop();
    if (this.inbox) this.inbox.close();
  }

  forget() {
    if (this.cursor) this.cursor.forget();
  }

  /**
   * @private
   * @param {Frame} frame
   */
  message({ epoch, seq, id = '', at = 0, body }) {
    if (!this.inbox || !this.acks) return;
    if (seq === undefined) return this.inbox.put({ id, at, body });
    this.epoch = epoch || this.epoch || '';
    this.acks.expect(this.epoch, seq);
    this.inbox.put({ epoch: this.epoch, seq, id, at, body });
  }

  /**
   * @private
   * @param {Message} message
   * @param {unknown} error
   * @param {number} tries
   */
  failed(message, error, tries) {
    const { inbox } = this;
    const skip = () => inbox && inbox.skip(message);
    const stop = () => this.stop({ name: 'MESSAGE_FAILED', reason: `message ${message.id} could not be handled` });
    const heard = this.events.emit('failed', { message, error, tries, skip, stop });
    if (!heard) console.error(`heartline: message ${message.id} failed ${tries} times and blocks those behind it`, error);
  }
}
