/** Registry of the application's listeners. The error of a listener is logged and affects no other listener. */
export class Events {
  constructor() {
    /** @type {Map<string, Set<Function>>} */
    this.listeners = new Map();
  }

  /**
   * @param {string} type
   * @param {Function} listener
   * @returns {() => void} removes the listener
   */
  on(type, listener) {
    const listeners = this.listeners.get(type) || new Set();
    this.listeners.set(type, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /**
   * @param {string} type
   * @param {...any} details
   * @returns {Promise<any>[]} the answers of the listeners
   */
  emit(type, ...details) {
    return [...(this.listeners.get(type) || [])].map((listener) =>
      (async () => listener(...details))().catch((error) => report(`a listener of "${type}" threw`, error)),
    );
  }

  /**
   * Calls each listener when the one before has finished. Rejects with the first failure.
   *
   * @param {string} type
   * @param {any} detail
   */
  async emitInTurn(type, detail) {
    for (const listener of this.listeners.get(type) || []) await listener(detail);
  }
}

/**
 * @param {string} what
 * @param {unknown} error
 */
export function report(what, error) {
  console.error(`heartline: ${what}`, error);
}
