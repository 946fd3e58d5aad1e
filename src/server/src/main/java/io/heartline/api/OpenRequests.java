package io.heartline.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The unanswered requests of one gateway, over HTTP and the event bus. A node that leaves waits for them. Owned by the
 * gateway's event loop.
 */
public final class OpenRequests {
    /** The end of each request, and the action that ends it early. */
    private final Map<Future<?>, Runnable> open = new HashMap<>();

    private Promise<Void> answered = Promise.promise();

    /** Adds a request that is open until {@code over} completes or fails. */
    void add(Future<?> over) {
        add(over, () -> {});
    }

    /**
     * Adds a request that stays open as long as its sender likes.
     *
     * @param finish ends it early
     */
    void add(Future<?> over, Runnable finish) {
        open.put(over, finish);
        over.onComplete(any -> remove(over));
    }

    private void remove(Future<?> over) {
        open.remove(over);
        if (open.isEmpty()) {
            Promise<Void> waiting = answered;
            answered = Promise.promise();
            waiting.complete();
        }
    }

    /** Completes when no request is open. */
    public Future<Void> answered() {
        return open.isEmpty() ? Future.succeededFuture() : answered.future();
    }

    /** Ends the requests that their senders keep open. */
    public void finish() {
        List.copyOf(open.values()).forEach(Runnable::run);
    }
}
