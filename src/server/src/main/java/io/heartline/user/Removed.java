package io.heartline.user;

import java.util.List;

/**
 * The outcome of the removal of a device or session by an operator.
 *
 * @param found true if it existed
 * @param evictions the sessions to close
 * @param presence the end of these sessions
 */
public record Removed(boolean found, List<Eviction> evictions, List<PresenceChange> presence) {
    private static final Removed NOTHING = new Removed(false, List.of(), List.of());

    /** Takes {@code removed} out of {@code present}, leaving {@code left}. */
    static Transition<Removed> from(UserState present, Device removed, Devices left, long now) {
        PresenceNotes notes = new PresenceNotes(present.presence(), left, now).went(List.of(removed));
        UserState next = present.with(left, now).presence(notes.last());
        List<Eviction> evictions = Eviction.of(List.of(removed), Eviction.Cause.REMOVED);
        return Transition.vouchingForDevices(next, new Removed(true, evictions, notes.changes()));
    }

    static Transition<Removed> nothing(UserState present) {
        return Transition.vouchingForDevices(present, NOTHING);
    }
}
