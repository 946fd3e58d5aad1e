package io.heartline.user;

/** Reads the state of a user. Changes nothing. */
public record Describe(long now) implements UserCommand<UserView> {

    @Override
    public Transition<UserView> apply(UserState state, Writer owner) {
        UserState present = state.at(now);
        Mailbox mailbox = present.mailbox();
        UserView view = new UserView(
                present.epoch(),
                mailbox.head(),
                mailbox.owed(),
                present.devices().all());
        return state.isAbsent() ? Transition.of(state, view) : Transition.confirmed(state, view);
    }
}
