package io.heartline.client.internal;

import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: each wait is random, below a ceiling that doubles with each try. Clients that
 * failed together do not come back together. Not thread-safe.
 */
public final class Backoff {
    private final long first;
    private final long most;
    private final RandomGenerator random;
    private long ceiling;

    public Backoff(long first, long most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
        this.ceiling = first;
    }

    /** Duration of the next wait, in milliseconds. */
    public long next() {
        long wait = random.nextLong(ceiling + 1);
        ceiling = Math.min(most, ceiling * 2);
        return wait;
    }

    /** Begins again with the first ceiling. */
    public void reset() {
        ceiling = first;
    }
}
