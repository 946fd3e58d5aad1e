package io.heartline.client.internal;

import io.heartline.client.FailureDecision;
import io.heartline.client.Message;
import io.heartline.client.Position;
import io.heartline.client.internal.Inbox.Arrival;
import io.heartline.client.internal.Inbox.Delivery;
import io.heartline.client.internal.Inbox.Item;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands what has come to the application: in order, one at a time, again where it failed. It outlives connections and
 * pauses: a handler that is at work when a connection is lost goes on, and what it finishes counts. Owned by the client's
 * context.
 */
final class MessageDispatcher {
    private final ClientContext context;
    private final Inbox inbox;
    private final AckRecorder recorder;
    private final BiConsumer<Message, Throwable> onVerdictStop;
    private final List<Promise<Void>> waiters = new ArrayList<>();

    private boolean paused;
    private boolean busy;
    /** The item whose handler failed and is to be called again. */
    private Loop.@Nullable Timer again;

    private Backoff backoff;

    MessageDispatcher(
            ClientContext context, Inbox inbox, AckRecorder recorder, BiConsumer<Message, Throwable> onVerdictStop) {
        this.context = context;
        this.inbox = inbox;
        this.recorder = recorder;
        this.onVerdictStop = onVerdictStop;
        this.backoff = context.backoff();
    }

    void onWelcome(Position at, boolean resumed, int window) {
        inbox.onWelcome(at, resumed, window);
        pump();
    }

    /** An acked push; false where it is more than may come. */
    boolean onMessage(Message message) {
        Arrival arrival = inbox.onMessage(message);
        if (arrival == Arrival.REPEATED) {
            recorder.onChanged();
        }
        pump();
        return arrival != Arrival.TOO_MANY;
    }

    void onDisconnected() {
        inbox.onDisconnected();
    }

    void resume() {
        paused = false;
        pump();
    }

    /** Hands over nothing more; done once the handler is not at work, and what it finished is settled. */
    Future<Void> pause() {
        paused = true;
        if (again != null) {
            again.cancel();
            again = null;
            busy = false;
            inbox.givenBack();
        }
        if (!busy) {
            return recorder.settled();
        }
        Promise<Void> idle = Promise.promise();
        waiters.add(idle);
        return idle.future().compose(ended -> recorder.settled());
    }

    private void pump() {
        while (!paused && !busy) {
            Item item = inbox.next();
            if (item == null) {
                return;
            }
            if (item instanceof Delivery delivery && delivery.repeated()) {
                finish();
            } else {
                busy = true;
                backoff = context.backoff();
                hand(item, 1);
            }
        }
    }

    private void hand(Item item, int tries) {
        again = null;
        call(() -> item instanceof Delivery delivery
                        ? context.listener().onMessage(delivery.message())
                        : context.listener().onReset())
                .onComplete(done -> context.loop().run(() -> onHandled(item, tries, done)));
    }

    private static <T> Future<T> call(Supplier<? extends @Nullable Future<? extends T>> handler) {
        try {
            Future<? extends T> done = handler.get();
            return done == null ? Future.failedFuture("the listener returned no Future") : done.map(result -> result);
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }

    private void onHandled(Item item, int tries, AsyncResult<?> done) {
        if (done.succeeded()) {
            idle();
            finish();
            pump();
        } else if (paused) {
            giveBack();
        } else if (item instanceof Delivery delivery && tries >= context.settings().maxTries) {
            call(() -> context.listener().onGivenUp(delivery.message(), done.cause()))
                    .onComplete(
                            verdict -> context.loop().run(() -> onVerdict(delivery.message(), done.cause(), verdict)));
        } else {
            again = context.loop().after(backoff.next(), () -> hand(item, tries + 1));
        }
    }

    /** Without a verdict there is no leave to skip. */
    private void onVerdict(Message message, Throwable failure, AsyncResult<FailureDecision> verdict) {
        if (verdict.failed()) {
            context.fault(verdict.cause());
        }
        if (verdict.succeeded() && verdict.result() == FailureDecision.SKIP) {
            idle();
            finish();
            pump();
        } else {
            giveBack();
            onVerdictStop.accept(message, failure);
        }
    }

    private void finish() {
        inbox.finished();
        recorder.onChanged();
    }

    private void giveBack() {
        inbox.givenBack();
        idle();
    }

    private void idle() {
        busy = false;
        List<Promise<Void>> idle = List.copyOf(waiters);
        waiters.clear();
        // Later: what was handed over counts as finished first.
        context.loop().run(() -> idle.forEach(Promise::complete));
    }
}
