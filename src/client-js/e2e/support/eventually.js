/**
 * Waits for a fact; answers what made it true.
 *
 * @template T
 * @param {string | (() => string)} fact what is waited for, and what was seen instead, for the message where it never comes
 * @param {() => T | Promise<T>} check truthy where it holds
 */
export async function eventually(fact, check, withinMillis = 20_000) {
  const end = Date.now() + withinMillis
  for (;;) {
    const found = await check()
    if (found) {
      return found
    }
    if (Date.now() >= end) {
      throw new Error(`not within ${withinMillis} ms: ${typeof fact === 'function' ? fact() : fact}`)
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
