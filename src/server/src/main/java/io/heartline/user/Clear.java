package io.heartline.user;

import io.heartline.user.Clear.Cleared;

/** An operator forgets all that is owed to the user. */
public record Clear(long now) implements UserCommand<Cleared> {
    /** The mailbox is empty; {@code messages} were forgotten. */
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
