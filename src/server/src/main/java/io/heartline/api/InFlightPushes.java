package io.heartline.api;

import io.heartline.delivery.PushResult;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * How many pushes of one gateway are under way, for the sum of its publishers: each is bounded by itself, but they may be
 * many. Batches share what there is, and their publishers wait; what comes otherwise is refused once it is used up. Owned by
 * the gateway's event loop.
 */
final class InFlightPushes {
    /** So many keep the store busy; more would only wait longer, and keep the event loop from everything else. */
    static final int MOST = 2_048;

    private final int most;
    private int pushes;
    private int batches;

    InFlightPushes(int most) {
        this.most = most;
    }

    /** Why nothing more is taken; null where it is. */
    @Nullable
    Problem refusal() {
        return pushes < most ? null : Problem.unavailable("The node is overloaded: too many pushes are under way.");
    }

    /** One more, until it is answered. */
    Future<PushResult> add(Future<PushResult> push) {
        pushes++;
        return push.onComplete(answered -> pushes--);
    }

    /** One more batch, until this completes. */
    void addBatch(Future<?> over) {
        batches++;
        over.onComplete(any -> batches--);
    }

    /** How many pushes a batch may have under way that could have {@code wanted}: always one, so that each gets on. */
    int share(int wanted) {
        return Math.max(1, Math.min(wanted, most / 2 / Math.max(1, batches)));
    }
}
