/** Who wants to hear what. A listener that throws is reported and disturbs nobody. */
export class Events {
  constructor() {
    /** @type {Map<string, Set<Function>>} */
    this.listeners = new Map();
  }

  /**
   * @param {string} type
   * @param {Function} listener
   * @returns {() => void} ends it
   */
  on(type, listener) {
    const those = this.listeners.get(type) || new Set();
    this.listeners.set(type, those.add(listener));
    return () => those.delete(listener);
  }

  /**
   * @param {string} type
   * @param {...any} details
   * @returns {boolean} whether anybody listens
   */
  emit(type, ...details) {
    const those = [...(this.listeners.get(type) || [])];
    for (const listener of those) {
      try {
        listener(...details);
      } catch (error) {
        report(`a listener of "${type}" threw`, error);
      }
    }
    return those.length > 0;
  }
}

/**
 * @param {string} what
 * @param {unknown} error
 */
export function report(what, error) {
  console.error(`heartline: ${what}`, error);
}
