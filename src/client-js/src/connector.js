import { Attempt } from './attempt.js';
import { Backoff } from './backoff.js';
import { staysAway } from './close-codes.js';
import { MOST_MILLIS } from './platform.js';

/** Time online after which a connection is stable: the next backoff begins anew. */
const STABLE_MILLIS = 10000;

/**
 * @typedef {import('./attempt.js').Ending} Ending
 *
 * @typedef {{state: 'idle'} | {state: 'connecting', attempt: Attempt}
 *   | {state: 'online', attempt: Attempt, since: number}
 *   | {state: 'waiting', notBefore: number, timer?: any}
 *   | {state: 'stopped'}} Phase
 *
 * @typedef {object} ConnectorEvents
 * @property {(state: import('./types.js').State, why?: import('./types.js').Why) => void} state
 * @property {(welcome: import('./types.js').Welcome) => void} welcome
 * @property {(frame: import('./types.js').Frame) => void} frame
 * @property {() => void} heard
 * @property {(ending: Ending) => void} lost  called when an attempt ended
 */

/** State machine that keeps the client connected: one attempt at a time, with a wait between two, until it is stopped. */
export class Connector {
  /**
   * @param {object} parts
   * @param {import('./types.js').Platform} parts.platform
   * @param {import('./transport-selector.js').TransportSelector} parts.transports
   * @param {import('./diagnosis.js').Diagnosis} parts.diagnosis
   * @param {number} parts.withinMillis
   * @param {number} parts.maxAttempts
   * @param {() => Promise<() => object>} parts.prepare
   * @param {ConnectorEvents} parts.on
   */
  constructor({ platform, transports, diagnosis, withinMillis, maxAttempts, prepare, on }) {
    this.clock = platform.clock;
    this.transports = transports;
    this.diagnosis = diagnosis;
    this.withinMillis = withinMillis;
    this.maxAttempts = maxAttempts;
    this.prepare = prepare;
    this.on = on;
    this.backoff = new Backoff(platform.random);
    /** @type {Phase} */
    this.phase = { state: 'idle' };
    /** @type {() => void} */
    this.isGone = () => {};
    /** @type {Promise<void>} resolved when the client is stopped and has no socket */
    this.gone = new Promise((resolve) => (this.isGone = resolve));
  }

  begin() {
    if (this.phase.state !== 'idle' && this.phase.state !== 'waiting') return;
    if (this.phase.state === 'waiting') this.clock.clearTimeout(this.phase.timer);
    const attempt = new Attempt({
      clock: this.clock,
      transport: this.transports.next(),
      withinMillis: this.withinMillis,
      prepare: this.prepare,
      on: {
        ...this.on,
        welcome: (welcome) => this.welcome(attempt, welcome),
        end: (ending) => this.ended(ending),
      },
    });
    this.enter({ state: 'connecting', attempt });
    attempt.start();
  }

  /** Reacts to a network change or a page that is shown: checks the connection, or ends a wait that the server did not ask for. */
  wake() {
    const { phase } = this;
    if (phase.state === 'online') phase.attempt.probe();
    if (phase.state === 'waiting' && this.clock.now() >= phase.notBefore) this.begin();
  }

  /** Closes the socket of a page that is left but may be shown again. Connects again at `wake`. */
  suspend() {
    const attempt = this.attempt();
    if (!attempt && this.phase.state !== 'waiting') return;
    if (this.phase.state === 'waiting') this.clock.clearTimeout(this.phase.timer);
    const why = { name: 'RESTING', reason: 'the page was left' };
    this.enter({ state: 'waiting', notBefore: 0 }, why);
    if (attempt) attempt.drop();
  }

  /**
   * Stops the client permanently.
   *
   * @param {import('./types.js').Why} why
   * @param {boolean} [bye]
   */
  stop(why, bye = false) {
    if (this.phase.state === 'stopped') return;
    const attempt = this.attempt();
    const online = this.phase.state === 'online';
    if (this.phase.state === 'waiting') this.clock.clearTimeout(this.phase.timer);
    this.enter({ state: 'stopped' }, why);
    this.diagnosis.cancel();
    if (!attempt || attempt.over) return this.isGone();
    if (online && bye) attempt.leave();
    else attempt.drop();
  }

  /** @param {object | string} frame  or its text */
  send(frame) {
    const attempt = this.attempt();
    if (attempt) attempt.send(frame);
  }

  /** @private */
  attempt() {
    const { phase } = this;
    return phase.state === 'connecting' || phase.state === 'online' ? phase.attempt : undefined;
  }

  /**
   * @private
   * @param {Attempt} attempt
   * @param {import('./types.js').Welcome} welcome
   */
  welcome(attempt, welcome) {
    this.transports.worked();
    this.diagnosis.welcomed();
    this.enter({ state: 'online', attempt, since: this.clock.now() });
    if (this.attempt() === attempt) this.on.welcome(welcome); // otherwise a listener has stopped the client
  }

  /**
   * @private
   * @param {Ending} ending
   */
  ended(ending) {
    const { phase } = this;
    this.on.lost(ending);
    if (phase.state === 'stopped') return this.isGone();
    if (phase.state !== 'connecting' && phase.state !== 'online') return; // the page was left
    if (phase.state === 'online' && this.clock.now() - phase.since >= STABLE_MILLIS) this.backoff.reset();
    if (ending.opened && !ending.welcomed) this.transports.failed();
    const reason = this.diagnosis.reasonOf(ending);
    if (typeof reason === 'string') return this.failed({ ...ending, reason }, 0);
    const endedAt = this.clock.now();
    reason.then((known) => this.phase === phase && this.failed({ ...ending, reason: known }, this.clock.now() - endedAt));
  }

  /**
   * Stops, or waits for the next attempt, when the reason of the failure is known.
   *
   * @private
   * @param {Ending} ending
   * @param {number} millis  time since the failure
   */
  failed(ending, millis) {
    const { name, code, reason } = ending;
    if (staysAway(code)) return this.stop({ name, code, reason });
    const delay = this.backoff.next();
    if (this.backoff.tries >= this.maxAttempts) {
      return this.stop({ name: 'MAX_ATTEMPTS', code, reason: `${this.maxAttempts} attempts failed: ${reason}` });
    }
    this.wait(delay - Math.min(delay, Math.max(0, millis)), ending);
  }

  /**
   * @private
   * @param {number} delay
   * @param {Ending} ending
   */
  wait(delay, { name, code, reason, retryAfterMillis }) {
    const asked = Math.min(retryAfterMillis || 0, MOST_MILLIS);
    const delayMillis = Math.max(delay, asked);
    const timer = this.clock.setTimeout(() => this.begin(), delayMillis);
    const notBefore = this.clock.now() + asked;
    this.enter({ state: 'waiting', notBefore, timer }, { name, code, reason, delayMillis });
  }

  /**
   * @private
   * @param {Phase} phase
   * @param {import('./types.js').Why} [why]
   */
  enter(phase, why) {
    this.phase = phase;
    this.on.state(phase.state, why);
  }
}
