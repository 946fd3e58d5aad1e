package io.heartline.store;

import com.hazelcast.internal.serialization.Data;
import io.heartline.store.StoreException.Kind;
import io.heartline.store.codec.CommandFailure;
import io.heartline.user.Attach;
import io.heartline.user.Pull;
import io.heartline.user.Push;
import io.heartline.user.UserCommand;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A command that waits for its outcome. Answered once; owned by the event loop of its store. */
final class Pending<R> {
    /** The bytes that a waiting command holds besides its body: itself, its promise, and the callbacks. */
    private static final int ALLOWANCE = 1_024;

    private final Data user;
    private final UserCommand<R> command;
    private final long deadline;
    private final QueueBudget budget;
    private final Promise<R> promise = Promise.promise();
    private boolean answered;

    /**
     * @param deadline the time by which it is answered, in milliseconds of the node's clock
     * @param budget in which it has reserved room, which its answer gives back
     */
    Pending(Data user, UserCommand<R> command, long deadline, QueueBudget budget) {
        this.user = user;
        this.command = command;
        this.deadline = deadline;
        this.budget = budget;
    }

    Data user() {
        return user;
    }

    UserCommand<R> command() {
        return command;
    }

    Future<R> future() {
        return promise.future();
    }

    boolean isAnswered() {
        return answered;
    }

    boolean isDue(long now) {
        return now >= deadline;
    }

    /** Completes it with the outcome; ignored if it has been answered. */
    @SuppressWarnings("unchecked") // the outcome is what this very command gave
    void answer(Object outcome) {
        if (outcome instanceof CommandFailure failed) {
            fail(Kind.UNAVAILABLE, failed.reason());
        } else if (settle()) {
            promise.complete((R) outcome);
        }
    }

    /** Completes it with an exception; ignored if it has been answered. */
    void fail(Kind kind, String why) {
        if (settle()) {
            promise.fail(new StoreException(kind, why));
        }
    }

    private boolean settle() {
        if (answered) {
            return false;
        }
        answered = true;
        budget.give(held(command));
        return true;
    }

    /** The bytes that a command holds while it waits. */
    static long held(UserCommand<?> command) {
        return command instanceof Push push ? ALLOWANCE + push.body().length() : ALLOWANCE;
    }

    /** The greatest number of bytes of a command and its outcome on the wire. */
    static long carried(UserCommand<?> command) {
        if (command instanceof Pull pull) {
            return ALLOWANCE + pull.limit().bytes();
        }
        return command instanceof Attach attach ? ALLOWANCE + attach.limit().bytes() : held(command);
    }
}
