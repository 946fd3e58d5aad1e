package io.heartline.client.internal;

import io.heartline.client.ClientListener;
import io.heartline.client.FailureDecision;
import io.heartline.client.Message;
import io.heartline.client.internal.Inbox.Delivery;
import io.heartline.client.internal.Inbox.Item;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the listener for one item: the message or reset is handed over again, after a backoff, until a try succeeds
 * or the application decides to skip it. Outlives connections. Owned by the client's context.
 *
 * <pre>
 *   try ─ fails ─▶ wait ─▶ try ─ succeeds ─▶ finished
 *          │                ▲
 *          └ onFailed ──────┴─ skip ────────▶ finished, also while a try is at work
 * </pre>
 */
final class HandlerRun {
    /** Receiver of the results of a run. */
    interface Owner {
        /** The item counts as finished. */
        void onFinished();

        /** No try is at work any more, and none will follow. */
        void onIdle();

        /** The application decided to stop the client because of this message. */
        void onStop(Message message, Throwable failure);
    }

    private final ClientContext context;
    private final Item item;
    private final Owner owner;
    private final Backoff backoff;

    private int tries;
    private boolean working;
    private boolean finished;
    private boolean paused;
    /** Number of pauses: a decision from before a pause is ignored. */
    private int pauses;

    private Loop.@Nullable Timer retry;

    HandlerRun(ClientContext context, Item item, Owner owner) {
        this.context = context;
        this.item = item;
        this.owner = owner;
        this.backoff = context.backoff();
    }

    void start() {
        retry = null;
        tries++;
        working = true;
        ClientListener listener = context.listener();
        call(() -> item instanceof Delivery delivery ? listener.onMessage(delivery.message()) : listener.onReset())
                .onComplete(done -> context.loop().run(() -> onHandled(done)));
    }

    /** Stops trying, and begins to count anew. Returns true if a try is at work; its result still counts. */
    boolean pause() {
        paused = true;
        pauses++;
        tries = 0;
        backoff.reset();
        cancelRetry();
        return working;
    }

    void resume() {
        paused = false;
    }

    boolean isFinished() {
        return finished;
    }

    private void onHandled(AsyncResult<?> done) {
        working = false;
        if (!finished && done.succeeded()) {
            finish();
        } else if (finished || paused) {
            owner.onIdle();
        } else {
            retry = context.loop().after(backoff.next(), this::start);
            report(done.cause());
        }
    }

    /** Reports a failed try. The next one does not wait for the answer. */
    private void report(Throwable failure) {
        if (!(item instanceof Delivery delivery)) {
            context.fault(failure);
        } else if (tries >= context.settings().maxTries) {
            int before = pauses;
            call(() -> context.listener().onFailed(delivery.message(), failure, tries))
                    .onComplete(answer -> context.loop().run(() -> {
                        if (answer.failed()) {
                            context.fault(answer.cause());
                        } else if (!finished && pauses == before) {
                            decide(answer.result(), delivery.message(), failure);
                        }
                    }));
        }
    }

    private void decide(@Nullable FailureDecision decision, Message message, Throwable failure) {
        if (decision == FailureDecision.SKIP) {
            cancelRetry();
            finish();
        } else if (decision == FailureDecision.STOP) {
            owner.onStop(message, failure);
        }
    }

    private void finish() {
        finished = true;
        owner.onFinished();
        if (!working) {
            owner.onIdle();
        }
    }

    private void cancelRetry() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    private static <T> Future<T> call(Supplier<? extends @Nullable Future<? extends T>> call) {
        try {
            Future<? extends T> done = call.get();
            return done == null ? Future.failedFuture("the listener returned no Future") : done.map(result -> result);
        } catch (Throwable thrown) { // an Error too, or the message would never be finished
            return Future.failedFuture(thrown);
        }
    }
}
