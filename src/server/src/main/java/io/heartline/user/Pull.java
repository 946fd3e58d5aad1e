package io.heartline.user;

import io.heartline.user.PullOutcome.NotAttached;
import io.heartline.user.PullOutcome.Pulled;

/**
 * Reads the messages owed to a session after a seq. A session also uses it to check that the entry still holds it. A
 * seq above the head proves that positions were lost. The entry is then marked stale, as with an {@link Ack}.
 *
 * @param epoch the epoch of {@code after}
 * @param limit the most that the session can take
 */
public record Pull(String session, String epoch, long after, ReadLimit limit, long now)
        implements UserCommand<PullOutcome> {

    @Override
    public Transition<PullOutcome> apply(UserState state, Writer owner) {
        UserState present = state.at(now);
        if (present.attached(session, epoch) == null) {
            return Transition.of(present, new NotAttached());
        }
        if (after > present.mailbox().head()) {
            return Transition.of(present.asStale(), new NotAttached());
        }
        return Transition.confirmed(present, new Pulled(present.mailbox().page(after, limit)));
    }
}
