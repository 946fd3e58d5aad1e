package io.heartline.user;

/**
 * Removes a device on behalf of an operator. The device is no longer kept, and messages owed only to it leave the
 * mailbox.
 */
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
