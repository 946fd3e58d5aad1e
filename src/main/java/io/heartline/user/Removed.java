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
        Departures leaving = Departures.of(List.of(removed), Eviction.Cause.REMOVED);
        PresenceNotes notes = new PresenceNotes(present.presence(), left, now);
        leaving.tell(notes);
        UserState next = present.with(left, now).presence(notes.last());
        return Transition.of(next, new Removed(true, leaving.evictions(), notes.changes()));
    }

    static Transition<Removed> nothing(UserState present) {
        return Transition.of(present, NOTHING);
    }
}
