package io.heartline.client.internal;

import io.heartline.client.Message;
import io.heartline.client.Position;
import io.heartline.client.internal.Inbox.Arrival;
import io.heartline.client.internal.Inbox.Delivery;
import io.heartline.client.internal.Inbox.Item;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands messages and resets to the application, one at a time and in order. It outlives connections and pauses: a
 * handler that is at work when a connection is lost goes on, and its result counts. Owned by the client's context.
 */
final class MessageDispatcher implements HandlerRun.Owner {
    private final ClientContext context;
    private final Inbox inbox;
    private final AckRecorder recorder;
    private final BiConsumer<Message, Throwable> onStop;
    private final List<Promise<Void>> waiters = new ArrayList<>();

    private boolean paused;
    /** The item in hand; null if the handler is idle and no item is to be tried again. */
    private @Nullable HandlerRun run;

    MessageDispatcher(ClientContext context, Inbox inbox, AckRecorder recorder, BiConsumer<Message, Throwable> onStop) {
        this.context = context;
        this.inbox = inbox;
        this.recorder = recorder;
        this.onStop = onStop;
    }

    void onWelcome(Position at, boolean resumed, int window) {
        inbox.onWelcome(at, resumed, window);
        dispatch();
    }

    /** A message with a seq was received; returns false if the window does not allow it. */
    boolean onMessage(Message message) {
        Arrival arrival = inbox.onMessage(message);
        if (arrival == Arrival.REPEATED) {
            recorder.onChanged();
        }
        dispatch();
        return arrival != Arrival.TOO_MANY;
    }

    void onDisconnected() {
        inbox.onDisconnected();
    }

    void resume() {
        paused = false;
        if (run != null) {
            run.resume();
        }
        dispatch();
    }

    /** Hands over nothing more; succeeds once the handler is idle and what it finished is settled. */
    Future<Void> pause() {
        paused = true;
        if (run != null && !run.pause()) {
            giveBack();
        }
        if (run == null) {
            return recorder.settled();
        }
        Promise<Void> idle = Promise.promise();
        waiters.add(idle);
        return idle.future().compose(ended -> recorder.settled());
    }

    private void dispatch() {
        while (!paused && run == null) {
            Item item = inbox.next();
            if (item == null) {
                return;
            }
            if (item instanceof Delivery delivery && delivery.repeated()) {
                onFinished();
            } else {
                run = new HandlerRun(context, item, this);
                run.start();
            }
        }
    }

    @Override
    public void onFinished() {
        inbox.finished();
        recorder.onChanged();
    }

    @Override
    public void onIdle() {
        if (run != null && !run.isFinished()) {
            giveBack();
        }
        run = null;
        List<Promise<Void>> idle = List.copyOf(waiters);
        waiters.clear();
        idle.forEach(Promise::complete);
        dispatch();
    }

    @Override
    public void onStop(Message message, Throwable failure) {
        onStop.accept(message, failure);
    }

    private void giveBack() {
        inbox.givenBack();
        run = null;
    }
}
