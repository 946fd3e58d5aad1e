package io.heartline.user;

import java.util.ArrayList;
import java.util.List;

/** Writes down who came and went while one command is applied. Used within one method and thrown away. */
final class PresenceNotes {
    private final List<PresenceChange> changes = new ArrayList<>();
    private final boolean online;
    private final long now;
    private long n;

    /**
     * @param last the number of the last change before this command
     * @param after the devices as the command leaves them
     */
    PresenceNotes(long last, Devices after, long now) {
        this.n = last;
        this.online = after.online();
        this.now = now;
    }

    PresenceNotes came(String device, LiveSession session) {
        return add(device, session, true);
    }

    /** The live sessions of these devices, as they were before the command, have ended. */
    PresenceNotes went(List<Device> devices) {
        for (Device device : devices) {
            if (device.session() != null) {
                add(device.name(), device.session(), false);
            }
        }
        return this;
    }

    private PresenceNotes add(String device, LiveSession session, boolean came) {
        n = Math.max(n + 1, now);
        changes.add(new PresenceChange(device, session, came, online, n));
        return this;
    }

    List<PresenceChange> changes() {
        return List.copyOf(changes);
    }

    /** The number of the last change, with those written down here. */
    long last() {
        return n;
    }
}
