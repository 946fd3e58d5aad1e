package io.heartline.client;

import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: any time between nothing and a bound that doubles with each try (full jitter), so
 * that many who failed together do not come back together. Not thread-safe.
 */
final class Backoff {
    private final long first;
    private final long most;
    private final RandomGenerator random;
    private long bound;

    Backoff(long first, long most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
        this.bound = first;
    }

    /** The next wait, in milliseconds. */
    long next() {
        long wait = random.nextLong(bound + 1);
        bound = Math.min(most, bound * 2);
        return wait;
    }

    void reset() {
        bound = first;
    }
}
