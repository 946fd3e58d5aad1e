package io.heartline.user;

import io.heartline.user.Detach.Detached;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection has ended. Fenced by session id: a device that has connected again is left alone.
 *
 * @param forget whether the device said it is done, so that it is no longer kept
 * @param device which one says so; null where that is not known, or nothing is to be forgotten. It is forgotten also where the
 *     entry let go of its session before, because the session's node was taken for lost, and it has not connected again since
 */
public record Detach(
        String session, boolean forget, @Nullable String device, long now) implements UserCommand<Detached> {
    public Detach {
        device = forget ? device : null;
    }

    /** By a session alone. */
    public Detach(String session, boolean forget, long now) {
        this(session, forget, null, now);
    }

    /**
     * The entry does not hold the session, now or any more.
     *
     * @param presence who went; empty where the entry did not hold it
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

    /** A goodbye is confirmed when no copy keeps the device any more. */
    private Transition<Detached> answer(UserState next, Detached detached) {
        return forget ? Transition.vouchingForDevices(next, detached) : Transition.of(next, detached);
    }
}
