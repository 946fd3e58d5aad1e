package io.heartline.user;

import io.heartline.user.Detach.Detached;
import java.util.List;

/**
 * A connection has ended. Fenced by session id: a device that has connected again is left alone.
 *
 * @param forget whether the device said it is done, so that it is no longer kept
 */
public record Detach(String session, boolean forget, long now) implements UserCommand<Detached> {
    /**
     * The entry does not hold the session, now or any more.
     *
     * @param presence who went; empty where the entry did not hold it
     */
    public record Detached(List<PresenceChange> presence) {}

    @Override
    public Transition<Detached> apply(UserState state, String owner) {
        UserState present = state.at(now);
        Device device = present.devices().holding(session);
        if (device == null) {
            return answer(present, new Detached(List.of()));
        }
        Devices left = forget
                ? present.devices().without(device.name())
                : present.devices().with(device.detached(now));
        PresenceNotes notes = new PresenceNotes(present.presence(), left, now).went(List.of(device));
        UserState next = present.with(left, now).presence(notes.last());
        return answer(next, new Detached(notes.changes()));
    }

    /** A goodbye is confirmed when no copy keeps the device any more. */
    private Transition<Detached> answer(UserState next, Detached detached) {
        return forget ? Transition.vouchingForDevices(next, detached) : Transition.of(next, detached);
    }
}
