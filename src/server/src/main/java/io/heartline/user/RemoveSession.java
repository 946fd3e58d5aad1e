package io.heartline.user;

/** Ends a session on behalf of an operator. Its device is kept as after any other disconnection. */
public record RemoveSession(String session, long now) implements UserCommand<Removed> {

    @Override
    public Transition<Removed> apply(UserState state, Writer owner) {
        UserState present = state.at(now);
        Device known = present.devices().holding(session);
        return known == null
                ? Removed.nothing(present)
                : Removed.from(present, known, present.devices().with(known.detached(now)), now);
    }
}
