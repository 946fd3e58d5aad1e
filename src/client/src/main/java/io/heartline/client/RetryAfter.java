package io.heartline.client;

import org.jspecify.annotations.Nullable;

/** The header of that name. */
final class RetryAfter {
    private static final int MOST_DIGITS = 9;

    private RetryAfter() {}

    /** In milliseconds; 0 where it is absent or a date, which Heartline never sends. */
    static long millis(@Nullable String header) {
        boolean seconds = header != null
                && !header.isEmpty()
                && header.length() <= MOST_DIGITS
                && header.chars().allMatch(c -> c >= '0' && c <= '9');
        return seconds ? Long.parseLong(header) * 1_000 : 0;
    }
}
