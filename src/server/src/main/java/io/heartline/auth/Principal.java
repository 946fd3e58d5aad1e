package io.heartline.auth;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a client.
 *
 * @param user 1–256 bytes of UTF-8 without control characters
 * @param device the only device it may be; null if it may be any
 * @param expiresAt the first moment at which the same token would be refused, in milliseconds since 1970, leeway
 *     included; {@link Long#MAX_VALUE} if never
 */
public record Principal(String user, @Nullable String device, long expiresAt) {}
