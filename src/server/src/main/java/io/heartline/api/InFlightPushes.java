package io.heartline.api;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Limits the pushes of one gateway that are in flight, for all its publishers together. Batches share the limit, and
 * their publishers wait; other pushes are refused once it is reached. Owned by the gateway's event loop.
 */
final class InFlightPushes {
    /** The limit: it keeps the store busy. More would wait longer, and keep the event loop from other work. */
    static final int MOST = 2_048;

    private final int most;
    private int pushes;
    private int batches;

    InFlightPushes(int most) {
        this.most = most;
    }

    /** The refusal of another push; null if the limit is not reached. */
    @Nullable
    Problem refusal() {
        return pushes < most ? null : Problem.unavailable("The node is overloaded: too many pushes are under way.");
    }

    /** Counts a push until {@code push} completes. */
    <T> Future<T> add(Future<T> push) {
        pushes++;
        return push.onComplete(answered -> pushes--);
    }

    /** Counts a batch until {@code over} completes. */
    void addBatch(Future<?> over) {
        batches++;
        over.onComplete(any -> batches--);
    }

    /**
     * The most pushes in flight for a batch that could use {@code wanted}: at least one, so that each batch makes
     * progress.
     */
    int share(int wanted) {
        return Math.max(1, Math.min(wanted, most / 2 / Math.max(1, batches)));
    }
}
