package io.heartline.client.internal;

import org.jspecify.annotations.Nullable;

/** Reads the HTTP header Retry-After. */
public final class RetryAfter {
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** Milliseconds; 0 if the header is absent or a date, which Heartline never sends. */
    public static long millis(@Nullable String header) {
        boolean seconds = header != null
                && !header.isEmpty()
                && header.length() <= MOST_DIGITS
                && header.chars().allMatch(c -> c >= '0' && c <= '9');
        return seconds ? Long.parseLong(header) * 1_000 : 0;
    }
}
