package io.heartline.session;

import io.heartline.store.StoreException;
import io.heartline.user.Attach;
import io.heartline.user.AttachOutcome;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.Detach;
import io.heartline.user.Position;
import io.heartline.user.Room;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * The place of one session in its user's entry: taken once, claimed again where it was lost, given up once. Never given up
 * before the last attach has been answered. Owned by its gateway's event loop.
 */
final class Attachment {
    private final ClientConnection connection;
    /** Completes when the last attach has been answered; without the answer, whose page may be large. */
    private Future<Void> answered = Future.succeededFuture();

    private @Nullable Future<Boolean> detached;
    private boolean held;

    Attachment(ClientConnection connection) {
        this.connection = connection;
    }

    /** Makes the session the live one of its device; not repeated where that fails. */
    Future<AttachOutcome> attach(Room room) {
        Future<AttachOutcome> asked = submitAttach(connection.request().position(), false, room);
        answered = asked.transform(answer -> {
            held = answer.succeeded() ? answer.result() instanceof Attached : !isRefused(answer.cause());
            return Future.succeededFuture();
        });
        return asked;
    }

    /** Claims the place again for a session that stands at {@code position}. */
    Future<AttachOutcome> reattach(Position position) {
        Future<AttachOutcome> asked = connection
                .context()
                .retries()
                .run(() -> submitAttach(position, true, Room.NONE), () -> detached == null);
        answered = asked.<Void>mapEmpty().otherwiseEmpty();
        return asked;
    }

    /**
     * Gives the place up; repeated calls answer the same. Completes when the entry does not hold the session any more, or
     * cannot be reached: then it is found by a later hint or census.
     *
     * @param forget whether the device is done and need not be kept
     * @return whether the entry knows of it; never fails
     */
    Future<Boolean> detach(boolean forget) {
        if (detached == null) {
            detached = answered.compose(
                    nothing -> held ? submitDetach(forget).map(true).otherwise(false) : Future.succeededFuture(true));
        }
        return detached;
    }

    private Future<AttachOutcome> submitAttach(@Nullable Position position, boolean again, Room room) {
        SessionContext context = connection.context();
        ConnectRequest request = connection.request();
        Attach attach = new Attach(
                request.session(),
                request.target(),
                request.keepMillis(),
                position,
                again,
                room,
                context.entropy().getAsLong(),
                context.now());
        return context.store().submit(connection.user(), attach).onSuccess(outcome -> {
            // Others have to hear of it also where this session is gone by now.
            if (outcome instanceof Attached attached) {
                context.outcomes().attached(connection.user(), attached);
            }
        });
    }

    private Future<Detach.Detached> submitDetach(boolean forget) {
        SessionContext context = connection.context();
        return context.retries()
                .run(
                        () -> context.store()
                                .submit(
                                        connection.user(),
                                        new Detach(connection.session(), forget, device(), context.now())),
                        () -> true)
                .onSuccess(outcome -> context.outcomes().detached(connection.user(), outcome));
    }

    /** Which device it is, where the client says so. */
    private @Nullable String device() {
        return connection.request().target() instanceof Attach.Target.Named named ? named.device() : null;
    }

    /** Whether the command has certainly not been applied. */
    private static boolean isRefused(Throwable failure) {
        return failure instanceof StoreException store && store.kind() == StoreException.Kind.UNAVAILABLE;
    }
}
