package io.heartline.user;

import java.util.ArrayList;
import java.util.List;

/** Collects the presence changes of one command. Used within one method and then discarded. */
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

    /** Adds the end of the live sessions of these devices, given as they were before the command. */
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

    /** The number of the last change, including those collected here. */
    long last() {
        return n;
    }
}
