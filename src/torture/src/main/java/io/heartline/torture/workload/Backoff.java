package io.heartline.torture.workload;

import java.util.random.RandomGenerator;

/**
 * The delay before another attempt, with full jitter: a random time up to a bound that doubles with each attempt. Not thread-safe.
 */
final class Backoff {
    private final long first;
    private final long most;
    private final RandomGenerator random;
    private long bound;

    /** Bounds in milliseconds. */
    Backoff(long first, long most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
        this.bound = first;
    }

    /** The next delay in milliseconds, at least 1. */
    long next() {
        long wait = 1 + random.nextLong(bound);
        bound = Math.min(most, bound * 2);
        return wait;
    }

    void reset() {
        bound = first;
    }
}
