/** Failure of a `send`. `code` is a code of the protocol, or `OFFLINE`, `DISCONNECTED`, `TIMEOUT`. */
export class HeartlineError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = 'HeartlineError';
    this.code = code;
  }
}
