import { webStorage, wxStorage } from './storage.js';

/** Longest time of a timer; a longer one would fire at once. */
export const MOST_MILLIS = 2 ** 31 - 1;

/**
 * Functions and classes of the platform: a browser, Node.js, or a mini program.
 *
 * @param {import('./types.js').Wx} [given]  the `wx` object of the application's options
 * @returns {import('./types.js').Platform}
 */
export function platform(given) {
  const mini = given || globalWx();
  return {
    clock: {
      now: () => Date.now(),
      setTimeout: (run, millis) => setTimeout(run, millis),
      clearTimeout: (timer) => clearTimeout(timer),
    },
    random: Math.random,
    locks: typeof navigator === 'undefined' ? undefined : navigator.locks,
    session: area(() => sessionStorage),
    local: area(() => localStorage),
    wxStorage: mini && wxStorage(mini),
    WebSocket: typeof WebSocket === 'undefined' ? undefined : WebSocket,
    wx: mini,
    fetch: typeof fetch === 'function' && typeof AbortController === 'function' ? (url, init) => fetch(url, init) : undefined,
    base: typeof location === 'undefined' || location.origin === 'null' ? undefined : location.origin, // null: a file
    watch: (lifecycle) => (typeof document === 'undefined' ? watchMini(mini, lifecycle) : watchPage(lifecycle)),
  };
}

/** Finds the `wx` or `uni` object. Pages inside WeChat have a `wx` too, but without sockets. */
function globalWx() {
  const found = typeof wx !== 'undefined' ? wx : typeof uni !== 'undefined' ? uni : undefined;
  return found && typeof found.connectSocket === 'function' ? found : undefined;
}

/** @param {() => any} get  throws if storage is forbidden */
function area(get) {
  try {
    const found = get();
    return found ? webStorage(found) : undefined;
  } catch (forbidden) {
    return undefined;
  }
}

/**
 * @param {import('./types.js').Lifecycle} lifecycle
 * @returns {() => void}
 */
function watchPage({ wake, suspend }) {
  /** @type {[EventTarget, string, (event: any) => void][]} */
  const watched = [
    [window, 'online', wake],
    [window, 'offline', wake], // check the connection instead of closing it
    [window, 'pageshow', wake],
    [window, 'pagehide', (event) => suspend(!event.persisted)],
    [document, 'visibilitychange', () => document.visibilityState === 'visible' && wake()],
    [document, 'resume', wake],
  ];
  for (const [target, type, listener] of watched) target.addEventListener(type, listener);
  return () => watched.forEach(([target, type, listener]) => target.removeEventListener(type, listener));
}

/**
 * @param {import('./types.js').Wx} mini
 * @param {import('./types.js').Lifecycle} lifecycle
 * @returns {() => void}
 */
function watchMini(mini, { wake }) {
  const names = ['AppShow', 'NetworkStatusChange'];
  const has = (/** @type {string} */ name) => mini && typeof mini[name] === 'function';
  for (const name of names) if (has('on' + name)) mini['on' + name](wake);
  return () => {
    for (const name of names) if (has('off' + name)) mini['off' + name](wake);
  };
}
