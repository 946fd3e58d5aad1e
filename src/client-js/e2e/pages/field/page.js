/** What the pages of the field have in common here: their address, what they saw, and time that passes faster. */
const SPEED = 5

for (const timer of ['setTimeout', 'setInterval']) {
  const real = window[timer].bind(window)
  window[timer] = (run, millis, ...args) => real(run, millis / SPEED, ...args)
}

const query = new URLSearchParams(location.search)

export const base = query.get('base')
export const user = query.get('user')

/**
 * Read by the test: what was shown, how many beats were sent, how often a connection was opened. Who loads a page again still
 * knows what was shown before.
 */
export const seen = { shown: JSON.parse(sessionStorage.getItem('shown') ?? '[]'), beats: 0, opened: 0 }
window.seen = seen

export function show(n) {
  seen.shown.push(n)
  sessionStorage.setItem('shown', JSON.stringify(seen.shown))
}
