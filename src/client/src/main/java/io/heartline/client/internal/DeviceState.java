package io.heartline.client.internal;

import io.heartline.client.Message;
import io.heartline.client.Position;
import io.heartline.client.SavedPosition;
import io.heartline.protocol.ServerFrame.Welcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * State of the device that outlives connections: the inbox, the dispatcher of its messages and the recorder of
 * acknowledgements. They exist once the store was read. Owned by the client's context.
 */
final class DeviceState {
    private static final int RANDOM_NAME_BITS = 64;

    private final ClientContext context;
    private final BiConsumer<Message, Throwable> onStop;
    private @Nullable Parts parts;

    private record Parts(Inbox inbox, AckRecorder recorder, MessageDispatcher dispatcher) {}

    /** {@code onStop} is called if the application answers a failed message with stop. */
    DeviceState(ClientContext context, BiConsumer<Message, Throwable> onStop) {
        this.context = context;
        this.onStop = onStop;
    }

    /** Reads the store the first time; later calls continue with the state in memory. */
    Future<Void> open() {
        if (parts != null) {
            parts.dispatcher.resume();
            return Future.succeededFuture();
        }
        Promise<Void> opened = Promise.promise();
        load().onComplete(loaded -> context.loop().run(() -> {
            if (loaded.succeeded()) {
                set(loaded.result());
                opened.complete();
            } else {
                opened.fail(loaded.cause());
            }
        }));
        return opened.future();
    }

    private void set(Optional<SavedPosition> saved) {
        if (parts == null) {
            Inbox inbox = new Inbox(named(saved), context.settings().idsKept);
            AckRecorder recorder = new AckRecorder(context, inbox);
            parts = new Parts(inbox, recorder, new MessageDispatcher(context, inbox, recorder, onStop));
        }
    }

    private Future<Optional<SavedPosition>> load() {
        try {
            return context.settings().store.load();
        } catch (Throwable failure) {
            return Future.failedFuture(failure);
        }
    }

    /** Gives the device its name: the configured one, else the saved one, else a new one. */
    private SavedPosition named(Optional<SavedPosition> saved) {
        String given = context.settings().device;
        if (saved.isEmpty()) {
            return new SavedPosition(given == null ? randomName() : given, 0, null, Map.of(), false);
        }
        SavedPosition known = saved.get();
        return given == null
                ? known
                : new SavedPosition(given, known.attempt(), known.position(), known.ids(), known.resetPending());
    }

    private String randomName() {
        return "java-" + Long.toHexString(context.random().nextLong() | 1L << (RANDOM_NAME_BITS - 1));
    }

    /** Hands over nothing more; succeeds once the handler is idle and what it finished is saved and acknowledged. */
    Future<Void> close() {
        return parts == null ? Future.succeededFuture() : parts.dispatcher.pause();
    }

    void onWelcome(Welcome welcome, LongConsumer ack) {
        Parts opened = opened();
        Position at =
                new Position(welcome.position().epoch(), welcome.position().seq());
        opened.dispatcher.onWelcome(at, welcome.resumed(), welcome.window());
        opened.recorder.onWelcome(ack);
    }

    boolean onMessage(Message message) {
        return opened().dispatcher.onMessage(message);
    }

    void onDisconnected() {
        if (parts != null) {
            parts.dispatcher.onDisconnected();
            parts.recorder.onDisconnected();
        }
    }

    String name() {
        return opened().inbox.device();
    }

    long nextAttempt() {
        return opened().inbox.nextAttempt(context.loop().wall());
    }

    @Nullable
    Position position() {
        return opened().inbox.position();
    }

    private Parts opened() {
        if (parts == null) {
            throw new IllegalStateException("the store has not been read");
        }
        return parts;
    }
}
