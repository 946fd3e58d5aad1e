package io.heartline.torture.workload;

import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: any time between nothing and a bound that doubles with each try (full jitter). Not
 * thread-safe.
 */
final class Backoff {
    private final long first;
    private final long most;
    private final RandomGenerator random;
    private long bound;

    /** In milliseconds. */
    Backoff(long first, long most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
        this.bound = first;
    }

    /** The next wait, in milliseconds; at least 1. */
    long next() {
        long wait = 1 + random.nextLong(bound);
        bound = Math.min(most, bound * 2);
        return wait;
    }

    void reset() {
        bound = first;
    }
}
