/**
 * Parses a frame.
 *
 * @param {unknown} text
 * @returns {import('./types.js').Frame | undefined} undefined if it is no frame, which a client ignores
 */
export function parse(text) {
  if (typeof text !== 'string') return undefined;
  try {
    const frame = JSON.parse(text);
    return frame && typeof frame.t === 'string' ? frame : undefined;
  } catch (notJson) {
    return undefined;
  }
}

/**
 * Counts the bytes of a text in UTF-8. Mini programs have no TextEncoder.
 *
 * @param {string} text
 */
export function bytesOf(text) {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) || 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
