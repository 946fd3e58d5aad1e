package io.heartline.user;

/** An operator removes a device: it is no longer kept, and what only it was owed leaves the mailbox. */
public record RemoveDevice(String device, long now) implements UserCommand<Removed> {

    @Override
    public Transition<Removed> apply(UserState state, Writer owner) {
        UserState present = state.at(now);
        Device known = present.devices().find(device);
        return known == null
                ? Removed.nothing(present)
                : Removed.from(present, known, present.devices().without(device), now);
    }
}
