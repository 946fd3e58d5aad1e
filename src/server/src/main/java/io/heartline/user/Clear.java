package io.heartline.user;

import io.heartline.user.Clear.Cleared;

/** Discards all messages owed to a user, on behalf of an operator. */
public record Clear(long now) implements UserCommand<Cleared> {
    /** The mailbox is empty; {@code messages} messages were discarded. */
    public record Cleared(int messages) {}

    @Override
    public Transition<Cleared> apply(UserState state, Writer owner) {
        UserState present = state.at(now);
        int owed = present.mailbox().owed();
        if (owed == 0) {
            return Transition.of(present, new Cleared(0));
        }
        return Transition.of(present.with(present.mailbox().cleared(), present.devices(), now), new Cleared(owed));
    }
}
