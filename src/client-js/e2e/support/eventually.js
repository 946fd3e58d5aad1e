/**
 * Waits until a condition holds; returns the value of the check. The default limit is generous: the machine may be busy.
 *
 * @template T
 * @param {string | (() => string)} fact the condition and the last state, for the message of the error
 * @param {() => T | Promise<T>} check truthy if the condition holds
 */
export async function eventually(fact, check, withinMillis = 60_000) {
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
