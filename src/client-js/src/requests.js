import { HeartlineError } from './errors.js';
import { bytesOf, requestFrame } from './frames.js';

/** Limit of outstanding requests; the server has the same. */
const MOST = 32;

/**
 * @typedef {object} Request
 * @property {string} ref
 * @property {string} frame  its text: the application may change the body meanwhile
 * @property {number} bytes  size of the frame on the wire
 * @property {boolean} sent
 * @property {(body: any) => void} resolve
 * @property {(error: HeartlineError) => void} reject
 * @property {any} timer
 */

/**
 * Outstanding requests to services. A request waits until the client is online. After it was sent it is never repeated,
 * because the service may have acted on it.
 */
export class Requests {
  /**
   * @param {import('./types.js').Clock} clock
   * @param {number} withinMillis
   */
  constructor(clock, withinMillis) {
    this.clock = clock;
    this.withinMillis = withinMillis;
    /** @type {Map<string, Request>} */
    this.open = new Map();
    this.last = 0;
    /** @type {((frame: string) => void) | undefined} */
    this.transmit = undefined;
    this.maxFrameBytes = Infinity;
    this.stopped = false;
  }

  /**
   * @param {string} to
   * @param {any} body
   * @returns {Promise<any>} rejected with a TypeError if an argument is wrong; nothing is sent then
   */
  async send(to, body) {
    const ref = String(this.last + 1);
    const frame = requestFrame(ref, to, body);
    if (this.stopped) throw new HeartlineError('OFFLINE', 'the client is stopped');
    if (this.open.size >= MOST) throw new HeartlineError('BUSY', `${MOST} requests are waiting for their answer`);
    this.last++;
    const bytes = bytesOf(frame);
    return new Promise((resolve, reject) => {
      const timer = this.clock.setTimeout(() => this.expire(ref), this.withinMillis);
      this.open.set(ref, { ref, frame, bytes, sent: false, resolve, reject, timer });
      this.sendWaiting();
    });
  }

  /**
   * @param {(frame: string) => void} transmit
   * @param {number} maxFrameBytes
   */
  online(transmit, maxFrameBytes) {
    this.transmit = transmit;
    this.maxFrameBytes = maxFrameBytes || Infinity;
    this.sendWaiting();
  }

  offline() {
    this.transmit = undefined;
    for (const { ref, sent } of [...this.open.values()]) {
      if (sent) this.refuse(ref, 'DISCONNECTED', 'the connection ended before the answer came');
    }
  }

  stop() {
    this.stopped = true;
    this.offline();
    for (const ref of [...this.open.keys()]) this.refuse(ref, 'OFFLINE', 'the client stopped before it was sent');
  }

  /** @param {import('./types.js').Frame} reply */
  reply({ ref, body, error }) {
    if (error) this.refuse(String(ref), error.code, error.message);
    else this.settle(String(ref), ({ resolve }) => resolve(body));
  }

  /** @private */
  sendWaiting() {
    for (const request of [...this.open.values()]) {
      if (request.sent || !this.transmit) continue;
      if (request.bytes > this.maxFrameBytes) {
        this.refuse(request.ref, 'PAYLOAD_TOO_LARGE', `${request.bytes} bytes, of at most ${this.maxFrameBytes}`);
        continue;
      }
      request.sent = true;
      this.transmit(request.frame);
    }
  }

  /**
   * @private
   * @param {string} ref
   */
  expire(ref) {
    const request = this.open.get(ref);
    if (request && request.sent) this.refuse(ref, 'TIMEOUT', 'no answer came in time');
    else this.refuse(ref, 'OFFLINE', 'the client was not online in time; nothing was sent');
  }

  /**
   * @private
   * @param {string} ref
   * @param {string} code
   * @param {string} message
   */
  refuse(ref, code, message) {
    this.settle(ref, ({ reject }) => reject(new HeartlineError(code, message)));
  }

  /**
   * @private
   * @param {string} ref
   * @param {(request: Request) => void} how
   */
  settle(ref, how) {
    const request = this.open.get(ref);
    if (!request) return;
    this.open.delete(ref);
    this.clock.clearTimeout(request.timer);
    how(request);
  }
}
