/** Names of the server's close codes. */
const NAMES = new Map([
  [4000, 'DRAINING'],
  [4001, 'HEARTBEAT_LOST'],
  [4002, 'SLOW_CONSUMER'],
  [4003, 'UNAVAILABLE'],
  [4004, 'TOKEN_EXPIRED'],
  [4005, 'INTERNAL_ERROR'],
  [4006, 'POSITION_LOST'],
  [4007, 'TRY_LATER'],
  [4008, 'HELLO_TIMEOUT'],
  [4500, 'UNAUTHORIZED'],
  [4501, 'PROTOCOL_VIOLATION'],
  [4502, 'REPLACED'],
  [4504, 'REMOVED'],
]);

export const TOKEN_EXPIRED = 4004;

/** @param {number | undefined} code */
export function nameOf(code) {
  return NAMES.get(code || 0) || 'CLOSED';
}

/**
 * Checks that the client must not reconnect. The number alone decides, because later servers may have new codes.
 *
 * @param {number | undefined} code
 */
export function staysAway(code) {
  return code !== undefined && code >= 4500 && code <= 4999;
}
