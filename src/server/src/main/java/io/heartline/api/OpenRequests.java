package io.heartline.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests that one gateway has taken, over HTTP and the event bus, and not answered yet. A node that leaves waits for
 * them. Owned by the gateway's event loop.
 */
public final class OpenRequests {
    /** When each is over, and how to end it before. */
    private final Map<Future<?>, Runnable> open = new HashMap<>();

    private Promise<Void> answered = Promise.promise();

    /** One more, open until this completes, be it well or not. */
    void add(Future<?> over) {
        add(over, () -> {});
    }

    /**
     * One more that goes on for as long as its sender likes.
     *
     * @param finish asks it to come to an end
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

    /** Completes when none is open. */
    public Future<Void> answered() {
        return open.isEmpty() ? Future.succeededFuture() : answered.future();
    }

    /** Brings those to an end that their senders leave open. */
    public void finish() {
        List.copyOf(open.values()).forEach(Runnable::run);
    }
}
