package io.heartline.client;

import io.heartline.protocol.WirePosition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Saves what is finished, then acknowledges it: many at a time, soon, and never what is not saved. One save at a time; a
 * save that fails is repeated. Owned by the client's context.
 */
final class Recorder {
    private final Site site;
    private final Inbox inbox;
    private final Backoff backoff;
    private final List<Promise<Void>> waiters = new ArrayList<>();

    private @Nullable LongConsumer line;
    private Loop.@Nullable Timer soon;
    private @Nullable WirePosition saved;
    private boolean changed;
    private boolean saving;

    Recorder(Site site, Inbox inbox) {
        this.site = site;
        this.inbox = inbox;
        this.backoff = site.backoff();
        this.saved = inbox.position();
    }

    /** There is a connection to acknowledge on. */
    void onWelcome(LongConsumer ack) {
        line = ack;
        onChanged();
    }

    void onDisconnected() {
        line = null;
    }

    /** Something is finished, or to be acknowledged once more. */
    void onChanged() {
        changed = true;
        if (inbox.unacknowledged() >= site.options().ackEvery) {
            flush();
        } else if (soon == null && !saving) {
            soon = site.loop().after(site.options().ackWithin.toMillis(), this::flush);
        }
    }

    /** Done once all that is finished is saved, and acknowledged where there is a connection. */
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
        cancelSoon();
        if (saving) {
            return;
        }
        saving = true;
        changed = false;
        Progress progress = inbox.progress();
        save(progress).onComplete(done -> site.loop().run(() -> {
            saving = false;
            if (done.succeeded()) {
                onSaved(progress);
            } else {
                onFailed(done.cause());
            }
        }));
    }

    private Future<Void> save(Progress progress) {
        try {
            return site.options().store.save(progress);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private void onSaved(Progress progress) {
        backoff.reset();
        saved = progress.position();
        long seq = inbox.ackable(saved);
        if (line != null && seq != Inbox.NOTHING) {
            inbox.acked(seq);
            line.accept(seq);
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
        soon = site.loop().after(backoff.next(), this::flush);
        site.fault(failure);
    }

    private void cancelSoon() {
        if (soon != null) {
            soon.cancel();
            soon = null;
        }
    }
}
