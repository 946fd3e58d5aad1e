package io.heartline.client;

import io.heartline.protocol.ServerFrame.Welcome;
import io.heartline.protocol.WirePosition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a client keeps over its connections: the inbox, who hands its messages over, and who records what is finished. It
 * exists once the store has been read. Owned by the client's context.
 */
final class Desk {
    private static final int MADE_UP_BITS = 64;

    private final Site site;
    private final BiConsumer<Message, Throwable> onVerdictStop;
    private @Nullable Open open;

    private record Open(Inbox inbox, Recorder recorder, Handover handover) {}

    Desk(Site site, BiConsumer<Message, Throwable> onVerdictStop) {
        this.site = site;
        this.onVerdictStop = onVerdictStop;
    }

    /** Reads the store, the first time; afterwards goes on with what is here. */
    Future<Void> open() {
        if (open != null) {
            open.handover.resume();
            return Future.succeededFuture();
        }
        Promise<Void> opened = Promise.promise();
        load().onComplete(loaded -> site.loop().run(() -> {
            if (loaded.succeeded()) {
                set(loaded.result());
                opened.complete();
            } else {
                opened.fail(loaded.cause());
            }
        }));
        return opened.future();
    }

    private void set(Optional<Progress> saved) {
        if (open == null) {
            Inbox inbox = new Inbox(named(saved), site.options().idsKept);
            Recorder recorder = new Recorder(site, inbox);
            open = new Open(inbox, recorder, new Handover(site, inbox, recorder, onVerdictStop));
        }
    }

    private Future<Optional<Progress>> load() {
        try {
            return site.options().store.load();
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    /** With the name that was given, else the one before, else a new one. */
    private Progress named(Optional<Progress> saved) {
        String given = site.options().device;
        if (saved.isEmpty()) {
            return new Progress(given == null ? madeUp() : given, 0, null, Map.of());
        }
        Progress known = saved.get();
        return given == null ? known : new Progress(given, known.attempt(), known.position(), known.ids());
    }

    private String madeUp() {
        return "java-" + Long.toHexString(site.random().nextLong() | 1L << (MADE_UP_BITS - 1));
    }

    /** Hands over nothing more; done once what is finished is settled. */
    Future<Void> close() {
        return open == null ? Future.succeededFuture() : open.handover.pause();
    }

    void onWelcome(Welcome welcome, LongConsumer ack) {
        Open desk = opened();
        desk.handover.onWelcome(welcome.position(), welcome.resumed(), welcome.window());
        desk.recorder.onWelcome(ack);
    }

    boolean onMessage(Message message) {
        return opened().handover.onMessage(message);
    }

    void onDisconnected() {
        if (open != null) {
            open.handover.onDisconnected();
            open.recorder.onDisconnected();
        }
    }

    String device() {
        return opened().inbox.device();
    }

    long nextAttempt() {
        return opened().inbox.nextAttempt(site.loop().wall());
    }

    @Nullable
    WirePosition position() {
        return opened().inbox.position();
    }

    private Open opened() {
        if (open == null) {
            throw new IllegalStateException("the store has not been read");
        }
        return open;
    }
}
