package io.heartline.auth;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a client.
 *
 * @param user 1–256 bytes of UTF-8 without control characters
 * @param device the only device it may be; null if it may be any
 * @param expiresAt the first moment at which the same token would be refused, in milliseconds since 1970, leeway
 *     included; {@link Long#MAX_VALUE} if never
 * @param issuedAt the time at which the token was issued, in milliseconds since 1970; {@link #UNKNOWN_ISSUE} if it does
 *     not say
 */
public record Principal(String user, @Nullable String device, long expiresAt, long issuedAt) {
    /** The time of issue of a token that does not say it: earlier than any other. */
    public static final long UNKNOWN_ISSUE = Long.MIN_VALUE;

    /** A principal that needs no token: its time of issue is later than any other. */
    public Principal(String user, @Nullable String device, long expiresAt) {
        this(user, device, expiresAt, Long.MAX_VALUE);
    }
}
