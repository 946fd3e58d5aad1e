/** @typedef {import('./types.js').Storage} Storage */

/** @returns {Storage} lives as long as the page */
export function memory() {
  const values = new Map();
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
}

/**
 * @param {any} area  `sessionStorage` or `localStorage`
 * @returns {Storage}
 */
export function webStorage(area) {
  return {
    get: (key) => area.getItem(key),
    set: (key, value) => area.setItem(key, value),
    remove: (key) => area.removeItem(key),
  };
}

/**
 * @param {import('./types.js').Wx} wx
 * @returns {Storage}
 */
export function wxStorage(wx) {
  return {
    get: (key) => wx.getStorageSync(key),
    set: (key, value) => wx.setStorageSync(key, value),
    remove: (key) => wx.removeStorageSync(key),
  };
}

/**
 * Wraps a storage that may be full, forbidden or broken: values that it refuses are kept in memory, until the page ends.
 *
 * @param {Storage} storage
 * @param {(answer: any) => any} [checked]  checks an answer of the storage
 * @returns {Storage}
 */
export function forgiving(storage, checked = atOnce) {
  const instead = memory();
  return {
    get(key) {
      try {
        return instead.get(key) || checked(storage.get(key));
      } catch (refused) {
        return undefined;
      }
    },
    set(key, value) {
      try {
        checked(storage.set(key, value));
        instead.remove(key);
      } catch (refused) {
        instead.set(key, value);
      }
    },
    remove(key) {
      instead.remove(key);
      try {
        checked(storage.remove(key));
      } catch (refused) {
        // the value cannot be removed
      }
    },
  };
}

/**
 * Refuses the Promise of a storage that is not synchronous: the position could not be kept before it is acknowledged.
 *
 * @param {any} answer
 */
function atOnce(answer) {
  if (isPromise(answer)) throw new TypeError('storage must be synchronous');
  return answer;
}

/**
 * Recognises a Promise. Nobody will wait for this one, so its failure must not end a Node.js process.
 *
 * @param {any} answer
 */
export function isPromise(answer) {
  const promise = !!answer && typeof answer.then === 'function';
  if (promise) answer.then(undefined, () => {});
  return promise;
}
