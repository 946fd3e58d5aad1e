package io.heartline.torture.check;

import io.heartline.torture.history.Event.UserSeen;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A user, and what is known of it. Owned by {@link World}. */
final class User {
    final String name;
    final Map<String, Message> messages = new HashMap<>();
    final Map<String, Device> devices = new LinkedHashMap<>();
    /** In the order in which they were first seen. */
    final Map<String, Epoch> epochs = new LinkedHashMap<>();
    /** The one first seen last. */
    @Nullable
    Epoch epoch;
    /** Whether any push of it had a time to live. */
    boolean ttlUsed;
    /** What was last said of it. */
    @Nullable
    UserSeen seen;

    User(String name) {
        this.name = name;
    }

    Device device(String device) {
        return devices.computeIfAbsent(device, key -> new Device(this, key));
    }

    /** An epoch is seen: for the first time, or again. */
    Epoch seesEpoch(String epochName, long at) {
        Epoch found = epochs.get(epochName);
        if (found == null) {
            found = new Epoch(epochName, at);
            epochs.put(epochName, found);
            epoch = found;
        }
        found.lastSeenAt = at;
        return found;
    }

    /**
     * Whether nobody need be owed what stands at a position of which nothing was seen: an epoch that is not the first begins
     * with numbers for all that is known from before, also for what is finished.
     */
    boolean mayRemember(Epoch one, long seq) {
        boolean first = epochs.values().iterator().next() == one;
        return !first
                && one.at(seq) == null
                && seq
                        <= messages.values().stream()
                                .filter(message -> message.triedAt <= one.firstSeenAt)
                                .count();
    }

    @Override
    public String toString() {
        return name;
    }
}
