package io.heartline.user;

import org.jspecify.annotations.Nullable;

/**
 * What applying a command gives.
 *
 * @param next the state after it; the same object where nothing changed
 * @param outcome the answer
 * @param confirmed whether the answer has to wait for the backups even where nothing changed, because it tells of stored
 *     messages or positions
 * @param resend a message that the answer vouches for and that the backups get again, since a copy may have missed it
 * @param resendDevices whether the answer vouches for who is kept and who is not, and the backups get that again
 */
public record Transition<R>(
        UserState next,
        R outcome,
        boolean confirmed,
        @Nullable Message resend,
        boolean resendDevices) {

    /**
     * The same transition. If the answer reveals stored messages or positions, {@code owner} counts as a writer of the entry,
     * whoever wrote them.
     */
    public Transition<R> answeredBy(Writer owner) {
        UserState answered = confirmed ? next.answeredBy(owner) : next;
        return answered == next ? this : new Transition<>(answered, outcome, confirmed, resend, resendDevices);
    }

    /** An answer that needs copies only of what changed. */
    static <R> Transition<R> of(UserState next, R outcome) {
        return new Transition<>(next, outcome, false, null, false);
    }

    /** An answer that tells of stored messages or positions. */
    static <R> Transition<R> confirmed(UserState next, R outcome) {
        return new Transition<>(next, outcome, true, null, false);
    }

    /** An answer that vouches for one message. */
    static <R> Transition<R> vouching(UserState next, R outcome, Message message) {
        return new Transition<>(next, outcome, true, message, false);
    }

    /** An answer that vouches for who is kept: also a repeated command, whose first try may have come to no copy. */
    static <R> Transition<R> vouchingForDevices(UserState next, R outcome) {
        return new Transition<>(next, outcome, true, null, true);
    }
}
