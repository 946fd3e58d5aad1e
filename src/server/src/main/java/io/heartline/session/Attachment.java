package io.heartline.session;

import io.heartline.store.StoreException;
import io.heartline.user.Attach;
import io.heartline.user.AttachOutcome;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.Detach;
import io.heartline.user.Position;
import io.heartline.user.ReadLimit;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Attaches one session to its user's entry, attaches it again if the entry lost it, and detaches it once. The detach is
 * never submitted before the last attach is answered. Owned by its gateway's event loop.
 */
final class Attachment {
    private final ClientConnection connection;
    /** Completes when the last attach is answered. It does not keep the answer, whose page may be large. */
    private Future<Void> answered = Future.succeededFuture();

    private @Nullable Future<Boolean> detached;
    private boolean held;

    Attachment(ClientConnection connection) {
        this.connection = connection;
    }

    /** Attaches the session, so that it becomes the live one of its device. Not repeated if that fails. */
    Future<AttachOutcome> attach(ReadLimit room) {
        Future<AttachOutcome> asked = submitAttach(connection.request().position(), false, room);
        answered = asked.transform(answer -> {
            held = answer.succeeded() ? answer.result() instanceof Attached : !isRefused(answer.cause());
            return Future.succeededFuture();
        });
        return asked;
    }

    /** Attaches the session again at {@code position}. */
    Future<AttachOutcome> reattach(Position position) {
        Future<AttachOutcome> asked = connection
                .context()
                .retries()
                .run(() -> submitAttach(position, true, ReadLimit.NONE), () -> detached == null);
        answered = asked.<Void>mapEmpty().otherwiseEmpty();
        return asked;
    }

    /**
     * Detaches the session; repeated calls return the same. Completes when the entry does not hold the session any
     * more, or can't be reached: then a later hint or the check for ghost sessions detaches it.
     *
     * @param forget true if the device is done and need not be kept
     * @return true if the entry has been changed; never fails
     */
    Future<Boolean> detach(boolean forget) {
        if (detached == null) {
            detached = answered.compose(
                    nothing -> held ? submitDetach(forget).map(true).otherwise(false) : Future.succeededFuture(true));
        }
        return detached;
    }

    private Future<AttachOutcome> submitAttach(@Nullable Position position, boolean again, ReadLimit room) {
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
                request.issuedAt(),
                context.now());
        return context.store().submit(connection.user(), attach).onSuccess(outcome -> {
            // Its effects on others happen even if this session is gone by now.
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

    /** The device that the client names; null if it names none. */
    private @Nullable String device() {
        return connection.request().target() instanceof Attach.Target.Named named ? named.device() : null;
    }

    /** Tells whether the command has certainly not been applied. */
    private static boolean isRefused(Throwable failure) {
        return failure instanceof StoreException store && store.kind() == StoreException.Kind.UNAVAILABLE;
    }
}
