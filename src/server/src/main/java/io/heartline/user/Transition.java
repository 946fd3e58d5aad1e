package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * The result of applying a command.
 *
 * @param next the state after it; the same object if nothing changed
 * @param outcome the answer
 * @param confirmed true if the answer must wait for the backups even if nothing changed, because it reveals stored
 *     messages or positions
 * @param resend a message whose storage the answer confirms. It is sent to the backups again, since a replica may have
 *     missed it
 * @param resendDevices true if the answer confirms the list of kept devices, which is therefore sent to the backups
 *     again
 */
public record Transition<R>(
        UserState next,
        R outcome,
        boolean confirmed,
        @Nullable Message resend,
        boolean resendDevices) {

    /**
     * The same transition, with {@code owner} counted as a writer of the entry if the answer reveals stored messages or
     * positions. It counts regardless of the node that wrote them.
     */
    public Transition<R> answeredBy(Writer owner) {
        UserState answered = confirmed ? next.answeredBy(owner) : next;
        return answered == next ? this : new Transition<>(answered, outcome, confirmed, resend, resendDevices);
    }

    /** A transition whose answer depends only on the replication of its changes. */
    static <R> Transition<R> of(UserState next, R outcome) {
        return new Transition<>(next, outcome, false, null, false);
    }

    /** A transition whose answer reveals stored messages or positions. */
    static <R> Transition<R> confirmed(UserState next, R outcome) {
        return new Transition<>(next, outcome, true, null, false);
    }

    /** A transition whose answer confirms that one message is stored. */
    static <R> Transition<R> vouching(UserState next, R outcome, Message message) {
        return new Transition<>(next, outcome, true, message, false);
    }

    /**
     * A transition whose answer confirms the list of kept devices. This includes a repeated command, whose first
     * attempt may have reached no replica.
     */
    static <R> Transition<R> vouchingForDevices(UserState next, R outcome) {
        return new Transition<>(next, outcome, true, null, true);
    }
}
