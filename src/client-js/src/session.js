import { AckRecorder } from './ack-recorder.js';
import { report } from './events.js';
import { MessageDispatcher } from './message-dispatcher.js';
import { Requests } from './requests.js';
import { SavedPosition } from './saved-position.js';

/**
 * State of one device across its connections: the saved position, the messages in hand, the requests to services.
 *
 * @typedef {import('./types.js').Frame} Frame
 * @typedef {import('./types.js').Message} Message
 * @typedef {(frame: object | string) => void} Send
 */
export class Session {
  /**
   * @param {object} parts
   * @param {import('./types.js').Platform} parts.platform
   * @param {ReturnType<typeof import('./settings.js').settings>} parts.settings
   * @param {import('./types.js').Storage} parts.storage
   * @param {string} parts.key     key of the position, without the device
   * @param {import('./events.js').Events} parts.events
   * @param {Send} parts.send
   * @param {(why: import('./types.js').Why) => void} parts.stop
   */
  constructor({ platform, settings, storage, key, events, send, stop }) {
    this.platform = platform;
    this.settings = settings;
    this.storage = storage;
    this.key = key;
    this.events = events;
    this.send = send;
    this.stop = stop;
    this.requests = new Requests(platform.clock, settings.sendWithinMillis);
    this.device = '';
    /** @type {((message: Message) => any) | undefined} */
    this.handler = undefined;
  }

  /** @param {((message: Message) => any) | undefined} handler */
  handle(handler) {
    this.handler = handler;
    if (this.dispatcher) this.dispatcher.handle(handler);
  }

  /**
   * Uses this device from now on.
   *
   * @param {string} device
   */
  as(device) {
    if (device === this.device) return;
    if (this.dispatcher) this.dispatcher.close();
    this.device = device;
    const savedPosition = new SavedPosition(this.storage, `${this.key}|${device}`);
    this.savedPosition = savedPosition;
    this.dispatcher = new MessageDispatcher({
      platform: this.platform,
      savedPosition,
      maxTries: this.settings.maxTries,
      reset: (info) => this.events.emitInTurn('reset', info),
      finished: () => this.ackRecorder && savedPosition.position && this.ackRecorder.finished(savedPosition.position),
      failed: (message, error, tries) => this.failed(message, error, tries),
    });
    this.dispatcher.handle(this.handler);
  }

  /**
   * @param {string | undefined} token
   * @returns {object}
   */
  hello(token) {
    const { device, savedPosition, platform } = this;
    const { user, keepMillis } = this.settings;
    const attempt = savedPosition && savedPosition.nextAttempt(platform.clock.now());
    const position = savedPosition && savedPosition.position;
    const who = token === undefined ? { user } : { token };
    return { t: 'hello', ...who, device, attempt, keepMillis, position, features: [] };
  }

  /** @param {import('./types.js').Welcome} welcome */
  welcome(welcome) {
    const { savedPosition, dispatcher, send } = this;
    if (!savedPosition || !dispatcher) return;
    const before = savedPosition.welcome(welcome);
    this.epoch = welcome.position.epoch;
    this.ackRecorder = new AckRecorder(this.platform.clock, welcome.position, (seq) => {
      savedPosition.saveIds(); // before the server drops the messages
      send({ t: 'ack', seq });
    });
    this.requests.online(send, welcome.maxFrameBytes);
    const info = { position: welcome.position, pending: welcome.pending, before };
    if (savedPosition.reset) dispatcher.put({ reset: info });
    else if (welcome.resumed) this.events.emit('resumed', info);
  }

  /** @param {Frame} frame */
  frame(frame) {
    if (frame.t === 'message') this.message(frame);
    if (frame.t === 'reply') this.requests.reply(frame);
  }

  heard() {
    if (this.ackRecorder) this.ackRecorder.flushIfDue();
  }

  /** Acknowledges all finished messages now, because this may be the last moment. */
  flush() {
    if (this.ackRecorder) this.ackRecorder.flush();
  }

  /** Ends everything that belongs to the lost connection. */
  lost() {
    if (this.ackRecorder) this.ackRecorder.close();
    this.ackRecorder = undefined;
    if (this.dispatcher) this.dispatcher.drop();
    this.requests.offline();
  }

  close() {
    this.requests.stop();
    if (this.dispatcher) this.dispatcher.close();
  }

  forget() {
    if (this.savedPosition) this.savedPosition.forget();
  }

  /**
   * @private
   * @param {Frame} frame
   */
  message({ epoch, seq, id = '', at = 0, body }) {
    if (!this.dispatcher || !this.ackRecorder) return;
    if (seq === undefined) return this.dispatcher.put({ message: { id, at, body } });
    this.epoch = epoch || this.epoch || '';
    this.ackRecorder.expect(this.epoch, seq);
    this.dispatcher.put({ message: { epoch: this.epoch, seq, id, at, body } });
  }

  /**
   * @private
   * @param {Message} message
   * @param {unknown} error
   * @param {number} tries
   */
  failed(message, error, tries) {
    const { dispatcher } = this;
    /** Later answers count too, until the message is finished. @param {unknown} answer */
    const decide = (answer) => {
      if (!dispatcher || !dispatcher.holds(message)) return;
      if (answer === 'skip') dispatcher.skip();
      if (answer !== 'stop') return;
      this.flush();
      this.stop({ name: 'MESSAGE_FAILED', reason: `message ${message.id} could not be handled` });
    };
    const failure = { message, error, tries, skip: () => decide('skip'), stop: () => decide('stop') };
    const answers = this.events.emit('failed', failure);
    if (!answers.length) report(`message ${message.id} failed ${tries} times and blocks those behind it`, error);
    for (const answer of answers) answer.then(decide);
  }
}
