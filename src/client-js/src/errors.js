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

/**
 * Checks an argument of the application.
 *
 * @param {unknown} right
 * @param {string} otherwise  the text of the error
 * @returns {asserts right}
 */
export function must(right, otherwise) {
  if (!right) throw new TypeError(otherwise);
}

/**
 * Shows a wrong argument in the text of an error.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function shown(value) {
  if (typeof value === 'string') return `"${value}"`;
  return value !== null && (typeof value === 'object' || typeof value === 'function') ? `this ${typeof value}` : String(value);
}
