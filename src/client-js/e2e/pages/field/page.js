/** Common code of the existing pages for these tests: the address, a record of the page, and timers that run faster. */
const SPEED = 5

/** A timer that does not run faster: for the time that an answer may take, which is that of the machine. */
export const patience = window.setTimeout.bind(window)

for (const timer of ['setTimeout', 'setInterval']) {
  const real = window[timer].bind(window)
  window[timer] = (run, millis, ...args) => real(run, millis / SPEED, ...args)
}

const query = new URLSearchParams(location.search)

export const base = query.get('base')
export const user = query.get('user')

/**
 * Record that the test reads: the texts shown, and the numbers of heartbeats and of opened connections. It survives a reload, as
 * a user remembers the texts shown before.
 */
export const seen = { shown: JSON.parse(sessionStorage.getItem('shown') ?? '[]'), beats: 0, opened: 0 }
window.seen = seen

export function show(n) {
  seen.shown.push(n)
  sessionStorage.setItem('shown', JSON.stringify(seen.shown))
}
