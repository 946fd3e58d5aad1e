package io.heartline.auth;

import org.jspecify.annotations.Nullable;

/**
 * Who a client is.
 *
 * @param device the only device it may be; null where it may be any
 * @param expiresAt when this stops being true, in milliseconds since 1970; {@link Long#MAX_VALUE} where never
 */
public record Principal(String user, @Nullable String device, long expiresAt) {}
