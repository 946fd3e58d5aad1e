import { must, shown } from './errors.js';

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

/** Limit of nested values in a frame, the frame included; the server has the same. */
const MAX_DEPTH = 512;

/**
 * Makes the frame of a request from what the application gave. Throws a TypeError if the server would end the connection
 * because of it.
 *
 * @param {string} ref
 * @param {unknown} to
 * @param {unknown} body
 * @returns {string}
 */
export function requestFrame(ref, to, body) {
  must(typeof to === 'string' && to && isWellFormed(to), `to must be the name of a service, not ${shown(to)}`);
  const json = jsonOf(body);
  const frame = JSON.stringify({ t: 'send', ref, to }).slice(0, -1) + (json === undefined ? '}' : `,"body":${json}}`);
  must(depthOf(frame) <= MAX_DEPTH, `body must not be nested deeper than ${MAX_DEPTH - 1} values`);
  return frame;
}

/**
 * @param {unknown} body
 * @returns {string | undefined} undefined if there is no body
 */
function jsonOf(body) {
  if (body === undefined) return undefined;
  let json;
  try {
    json = JSON.stringify(body);
  } catch (error) {
    throw new TypeError(`body is no JSON value: ${error instanceof Error ? error.message : error}`);
  }
  must(json !== undefined, `body is no JSON value: it is ${shown(body)}`);
  return json;
}

/**
 * Counts how deep the values of a JSON text are nested.
 *
 * @param {string} json
 */
function depthOf(json) {
  let [depth, deepest, quoted] = [0, 0, false];
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (quoted && character === '\\') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '{' || character === '[')) deepest = Math.max(deepest, ++depth);
    else if (!quoted && (character === '}' || character === ']')) depth--;
  }
  return deepest;
}

/**
 * Checks that a text has no half of a surrogate pair, which UTF-8 can not express.
 *
 * @param {string} text
 */
export function isWellFormed(text) {
  try {
    return encodeURIComponent(text) !== undefined;
  } catch (half) {
    return false;
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
