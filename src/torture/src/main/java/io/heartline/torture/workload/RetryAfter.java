package io.heartline.torture.workload;

import org.jspecify.annotations.Nullable;

/** Parser of the header Retry-After. */
final class RetryAfter {
    private RetryAfter() {}

    /** The seconds of the header in milliseconds; 0 if it is missing or not a number. */
    static long millis(@Nullable String header) {
        try {
            return header == null ? 0 : Math.multiplyExact(Long.parseLong(header.strip()), 1_000L);
        } catch (ArithmeticException | NumberFormatException malformed) {
            return 0;
        }
    }
}
