package io.heartline.user;

import io.heartline.user.PullOutcome.NotAttached;
import io.heartline.user.PullOutcome.Pulled;

/**
 * A session asks for what is owed after {@code after}; also how it makes sure that the entry still holds it. Where
 * {@code after} is above the head, positions were lost: then the entry is stale, as with an {@link Ack}.
 *
 * @param epoch the epoch of {@code after}
 * @param limit how much it can take
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
