package io.heartline.user;

import io.heartline.user.Detach.Detached;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends the session of a closed connection. Fenced by session id: a device that has connected again is left alone.
 *
 * @param forget true if the device said goodbye, so that it is no longer kept
 * @param device the device that said goodbye; null if it is not known, or if nothing is to be forgotten. The device is
 *     also forgotten if the entry has already detached its session because the session's node was considered lost,
 *     unless the device has connected again since
 */
public record Detach(
        String session, boolean forget, @Nullable String device, long now) implements UserCommand<Detached> {
    public Detach {
        device = forget ? device : null;
    }

    /** A command for a session whose device is not named. */
    public Detach(String session, boolean forget, long now) {
        this(session, forget, null, now);
    }

    /**
     * The entry does not hold the session.
     *
     * @param presence the sessions that went; empty if the entry did not hold the session
     */
    public record Detached(List<PresenceChange> presence) {}

    @Override
    public Transition<Detached> apply(UserState state, Writer owner) {
        UserState present = state.at(now);
        Device parting = parting(present.devices());
        if (parting == null) {
            return answer(present, new Detached(List.of()));
        }
        Devices left = forget
                ? present.devices().without(parting.name())
                : present.devices().with(parting.detached(now));
        PresenceNotes notes = new PresenceNotes(present.presence(), left, now).went(List.of(parting));
        UserState next = present.with(left, now).presence(notes.last());
        return answer(next, new Detached(notes.changes()));
    }

    private @Nullable Device parting(Devices devices) {
        if (device == null) {
            return devices.holding(session);
        }
        Device named = devices.find(device);
        return named != null && (named.holds(session) || !named.online()) ? named : null;
    }

    /** A goodbye is confirmed only after no replica keeps the device any more. */
    private Transition<Detached> answer(UserState next, Detached detached) {
        return forget ? Transition.vouchingForDevices(next, detached) : Transition.of(next, detached);
    }
}
