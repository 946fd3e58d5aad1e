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
 * The place of one session in its user's entry: taken once, claimed again where it was lost, given up once. Never given up
 * before the last attach has been answered. Owned by its gateway's event loop.
 */
final class Booking {
    private final Link link;
    /** Completes when the last attach has been answered; without the answer, whose page may be large. */
    private Future<Void> answered = Future.succeededFuture();

    private @Nullable Future<Boolean> givenUp;
    private boolean held;

    Booking(Link link) {
        this.link = link;
    }

    /** Makes the session the live one of its device; not repeated where that fails. */
    Future<AttachOutcome> take(ReadLimit room) {
        Future<AttachOutcome> asked = attach(link.arrival().position(), false, room);
        answered = asked.transform(answer -> {
            held = answer.succeeded() ? answer.result() instanceof Attached : !isRefused(answer.cause());
            return Future.succeededFuture();
        });
        return asked;
    }

    /** Claims the place again for a session that stands at {@code position}. */
    Future<AttachOutcome> claim(Position position) {
        Future<AttachOutcome> asked =
                link.gateway().retries().run(() -> attach(position, true, ReadLimit.NONE), () -> givenUp == null);
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
    Future<Boolean> giveUp(boolean forget) {
        if (givenUp == null) {
            givenUp = answered.compose(
                    nothing -> held ? detach(forget).map(true).otherwise(false) : Future.succeededFuture(true));
        }
        return givenUp;
    }

    private Future<AttachOutcome> attach(@Nullable Position position, boolean again, ReadLimit room) {
        Gateway gateway = link.gateway();
        Arrival arrival = link.arrival();
        Attach attach = new Attach(
                arrival.session(),
                arrival.target(),
                arrival.keepMillis(),
                position,
                again,
                room,
                gateway.entropy().getAsLong(),
                gateway.now());
        return gateway.store().submit(link.user(), attach).onSuccess(outcome -> {
            // Others have to hear of it also where this session is gone by now.
            if (outcome instanceof Attached attached) {
                gateway.outcomes().attached(link.user(), attached);
            }
        });
    }

    private Future<Detach.Detached> detach(boolean forget) {
        Gateway gateway = link.gateway();
        return gateway.retries()
                .run(
                        () -> gateway.store()
                                .submit(link.user(), new Detach(link.session(), forget, device(), gateway.now())),
                        () -> true)
                .onSuccess(detached -> gateway.outcomes().detached(link.user(), detached));
    }

    /** Which device it is, where the client says so. */
    private @Nullable String device() {
        return link.arrival().target() instanceof Attach.Target.Named named ? named.device() : null;
    }

    /** Whether the command has certainly not been applied. */
    private static boolean isRefused(Throwable failure) {
        return failure instanceof StoreException store && store.kind() == StoreException.Kind.UNAVAILABLE;
    }
}
