package io.heartline.delivery;

import io.vertx.core.buffer.Buffer;

/**
 * A message as it travels with a hint: encoded once, for all sessions that it is owed to.
 *
 * @param at when it was accepted, in milliseconds since 1970 by the clock of the node that accepted it
 * @param frame its frame. Shared by others and maybe a slice of a larger batch: not to be changed, and not to be kept
 *     longer than a write takes
 */
public record Encoded(long at, Buffer frame) {}
