import { httpUrl, withoutQuery } from './urls.js';

/**
 * @typedef {import('./types.js').HttpAnswer} HttpAnswer
 * @typedef {import('./types.js').Fetch} Fetch
 */

/** Longest time that the answer is waited for. */
const WITHIN_MILLIS = 3000;
/** Number of failures before the first question. */
const FIRST = 2;
/** Number of failures between two questions. In between, the last answer is repeated. */
const EVERY = 4;
/** Limit of a reason that another program gave. */
const MOST_CHARACTERS = 300;

/**
 * Finds out why no connection opens. A browser tells a script only that the WebSocket closed with 1006, whether the path is
 * wrong, the port, or the origin. After the second failure in a row without a welcome, the same url is therefore asked over
 * HTTP: the server's answer has the reason.
 */
export class Diagnosis {
  /**
   * @param {import('./types.js').Clock} clock
   * @param {string} url  of the WebSocket
   * @param {Fetch | undefined | false} fetch
   */
  constructor(clock, url, fetch) {
    this.clock = clock;
    this.url = httpUrl(url).replace(/\/\/[^/?]*@/, '//'); // fetch refuses a user and a password
    this.shown = withoutQuery(this.url); // the query may hold a secret
    this.fetch = fetch;
    this.cancel = () => {};
    this.failures = 0;
    this.next = FIRST;
    this.reason = '';
  }

  /** Forgets the failures: a connection has succeeded. */
  welcomed() {
    this.failures = 0;
    this.next = FIRST;
    this.reason = '';
  }

  /**
   * @param {import('./attempt.js').Ending} ending
   * @returns {string | Promise<string>} the reason for which the attempt failed
   */
  reasonOf({ name, reason, welcomed, upgraded }) {
    if (welcomed) return reason;
    this.failures++;
    const unknown = name === 'TIMEOUT' || (name === 'CLOSED' && !reason);
    if (upgraded || !unknown || !this.fetch) return reason;
    if (this.failures < this.next) return this.reason || reason;
    this.next = this.failures + EVERY;
    return this.ask(this.fetch).then((answer) => (this.reason = answer));
  }

  /**
   * @private
   * @param {Fetch} fetch
   */
  async ask(fetch) {
    const timeout = typeof AbortController === 'function' ? new AbortController() : undefined; // mini programs have none
    const timer = this.clock.setTimeout(() => this.cancel(), WITHIN_MILLIS);
    const over = new Promise((resolve) => {
      this.cancel = () => resolve(`no answer came from ${this.shown}`);
    });
    try {
      return await Promise.race([over, this.answer((init) => fetch(this.url, { ...init, cache: 'no-store', signal: timeout && timeout.signal }))]);
    } finally {
      this.clock.clearTimeout(timer);
      if (timeout) timeout.abort(); // the rest of an answer is not read
    }
  }

  /**
   * @private
   * @param {(init: object) => Promise<HttpAnswer>} get
   * @returns {Promise<string>}
   */
  async answer(get) {
    try {
      const response = await get({});
      const detail = await detailOf(response);
      const at = `${response.status} at ${this.shown}`;
      return detail ? `${detail} (${at})` : `the answer was ${at}, which is none of Heartline: check host, port and path, usually /v1/connect`;
    } catch (error) {
      return this.unreadable(get, error);
    }
  }

  /**
   * The answer of another origin can be read only if it allows that. Without reading it, the browser still tells if one came.
   *
   * @private
   * @param {(init: object) => Promise<HttpAnswer>} get
   * @param {any} error
   */
  async unreadable(get, error) {
    try {
      await get({ mode: 'no-cors' });
      return `${this.shown} gave an answer that this page may not read, so it is none of Heartline: check host and port`;
    } catch (nothing) {
      const cause = error && error.cause && error.cause.code;
      return `nothing answered at ${this.shown}${cause ? ` (${cause})` : ''}: check host and port, and that the server runs`;
    }
  }
}

/**
 * @param {HttpAnswer} response
 * @returns {Promise<string>} the detail of a problem document (RFC 9457); empty if the answer is none
 */
async function detailOf(response) {
  if (!/json/.test(response.headers.get('content-type') || '')) return '';
  try {
    const { detail } = JSON.parse(await response.text());
    return typeof detail === 'string' ? detail.slice(0, MOST_CHARACTERS) : '';
  } catch (notJson) {
    return '';
  }
}
