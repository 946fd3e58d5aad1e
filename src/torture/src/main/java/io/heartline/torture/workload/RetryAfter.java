package io.heartline.torture.workload;

import org.jspecify.annotations.Nullable;

/** The header that says how long to wait. */
final class RetryAfter {
    private RetryAfter() {}

    /** Its seconds as milliseconds; 0 where it is missing or no number. */
    static long millis(@Nullable String header) {
        try {
            return header == null ? 0 : Math.multiplyExact(Long.parseLong(header.strip()), 1_000L);
        } catch (ArithmeticException | NumberFormatException malformed) {
            return 0;
        }
    }
}
