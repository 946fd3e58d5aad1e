package io.heartline.delivery;

import io.vertx.core.buffer.Buffer;

/**
 * The frame of a message, encoded once for all sessions, as it travels with a hint.
 *
 * @param at the time of acceptance, in milliseconds since 1970 by the clock of the node that accepted it
 * @param frame its frame. Shared, and perhaps a slice of a larger batch: not to be changed, and not to be kept longer than
 *     a write takes
 */
public record Encoded(long at, Buffer frame) {}
