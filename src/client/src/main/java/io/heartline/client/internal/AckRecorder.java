package io.heartline.client.internal;

import io.heartline.client.Position;
import io.heartline.client.SavedPosition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Saves the position, then acknowledges it: several messages at a time, and nothing that is not saved. One save at a
 * time; a failed save is repeated. Owned by the client's context.
 */
final class AckRecorder {
    private final ClientContext context;
    private final Inbox inbox;
    private final Backoff backoff;
    private final List<Promise<Void>> waiters = new ArrayList<>();

    private @Nullable LongConsumer connection;
    private Loop.@Nullable Timer scheduled;
    private @Nullable Position saved;
    private boolean changed;
    private boolean saving;

    AckRecorder(ClientContext context, Inbox inbox) {
        this.context = context;
        this.inbox = inbox;
        this.backoff = context.backoff();
        this.saved = inbox.position();
    }

    /** A connection begins, on which acknowledgements can be sent. */
    void onWelcome(LongConsumer ack) {
        connection = ack;
        onChanged();
    }

    void onDisconnected() {
        connection = null;
    }

    /** Schedules a save, after a message was finished or must be acknowledged again. */
    void onChanged() {
        changed = true;
        if (inbox.unacknowledged() >= context.settings().ackEvery) {
            flush();
        } else if (scheduled == null && !saving) {
            scheduled = context.loop().after(context.settings().ackWithin.toMillis(), this::flush);
        }
    }

    /** Succeeds once all that is finished is saved and, if there is a connection, acknowledged. */
    Future<Void> settled() {
        if (!changed && !saving) {
            return Future.succeededFuture();
        }
        Promise<Void> settled = Promise.promise();
        waiters.add(settled);
        flush();
        return settled.future();
    }

    private void flush() {
        cancelScheduled();
        if (saving) {
            return;
        }
        saving = true;
        changed = false;
        SavedPosition position = inbox.record();
        save(position).onComplete(done -> context.loop().run(() -> {
            saving = false;
            if (done.succeeded()) {
                onSaved(position);
            } else {
                onFailed(done.cause());
            }
        }));
    }

    private Future<Void> save(SavedPosition position) {
        try {
            return context.settings().store.save(position);
        } catch (Throwable failure) {
            return Future.failedFuture(failure);
        }
    }

    private void onSaved(SavedPosition position) {
        backoff.reset();
        saved = position.position();
        long seq = inbox.ackable(saved);
        if (connection != null && seq != Inbox.NOTHING) {
            inbox.acked(seq);
            connection.accept(seq);
        }
        if (changed) {
            if (waiters.isEmpty()) {
                onChanged();
            } else {
                flush();
            }
        } else {
            List<Promise<Void>> settled = List.copyOf(waiters);
            waiters.clear();
            settled.forEach(Promise::complete);
        }
    }

    private void onFailed(Throwable failure) {
        changed = true;
        scheduled = context.loop().after(backoff.next(), this::flush);
        context.fault(failure);
    }

    private void cancelScheduled() {
        if (scheduled != null) {
            scheduled.cancel();
            scheduled = null;
        }
    }
}
