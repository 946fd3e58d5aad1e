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
 * @returns {Storage}
 */
export function forgiving(storage) {
  const instead = memory();
  return {
    get(key) {
      try {
        return instead.get(key) || storage.get(key);
      } catch (refused) {
        return undefined;
      }
    },
    set(key, value) {
      try {
        storage.set(key, value);
        instead.remove(key);
      } catch (refused) {
        instead.set(key, value);
      }
    },
    remove(key) {
      instead.remove(key);
      try {
        storage.remove(key);
      } catch (refused) {
        // the value cannot be removed
      }
    },
  };
}
