package io.heartline.user;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends all sessions of a user on behalf of an operator. Their devices are kept as after any other disconnection.
 *
 * @param notBefore tokens of the user that were issued before this time are refused from now on; null if none is
 * @param entropy random bits, for the epoch of an entry that must be made
 */
public record DisconnectUser(@Nullable Long notBefore, long entropy, long now) implements UserCommand<Removed> {

    @Override
    public Transition<Removed> apply(UserState state, Writer owner) {
        UserState present = cutOff(state.at(now), owner);
        List<Device> ended =
                present.devices().all().stream().filter(Device::online).toList();
        if (ended.isEmpty()) {
            return Removed.nothing(present);
        }
        Devices left = present.devices().each(device -> device.online() ? device.detached(now) : device);
        PresenceNotes notes = new PresenceNotes(present.presence(), left, now).went(ended);
        UserState next = present.with(left, now).presence(notes.last());
        return Transition.vouchingForDevices(
                next, new Removed(true, Eviction.of(ended, Eviction.Cause.REMOVED), notes.changes()));
    }

    /** The state that also refuses the tokens. A user of whom nothing is known gets an entry for that. */
    private UserState cutOff(UserState present, Writer owner) {
        if (notBefore == null) {
            return present;
        }
        UserState known = present.isAbsent() ? present.ready(entropy, owner, now) : present;
        return known.cutOff(TokenCutoff.since(notBefore, now));
    }
}
