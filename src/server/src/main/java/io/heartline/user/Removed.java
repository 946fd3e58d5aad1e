package io.heartline.user;

import java.util.List;

/**
 * An operator removed a device or a session.
 *
 * @param found whether there was one
 * @param evictions the sessions to close
 * @param presence who went
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
