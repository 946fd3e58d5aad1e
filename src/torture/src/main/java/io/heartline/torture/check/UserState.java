package io.heartline.torture.check;

import io.heartline.torture.history.Event.UserSeen;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state of a user. Owned by {@link RunModel}. */
final class UserState {
    final String name;
    final Map<String, MessageState> messages = new HashMap<>();
    final Map<String, DeviceState> devices = new LinkedHashMap<>();
    /** The epochs in the order of their first observation. */
    final Map<String, EpochState> epochs = new LinkedHashMap<>();
    /** The epoch that was observed first last. */
    @Nullable
    EpochState epoch;
    /** True if any of its messages had a time to live. */
    boolean ttlUsed;
    /** The last answer of a node about it. */
    @Nullable
    UserSeen seen;

    UserState(String name) {
        this.name = name;
    }

    DeviceState device(String device) {
        return devices.computeIfAbsent(device, key -> new DeviceState(this, key));
    }

    /** Records an observation of an epoch. */
    EpochState seesEpoch(String epochName, long at) {
        EpochState found = epochs.get(epochName);
        if (found == null) {
            found = new EpochState(epochName, at);
            epochs.put(epochName, found);
            epoch = found;
        }
        found.lastSeenAt = at;
        return found;
    }

    /**
     * True if a position without an observed message may belong to one that is already acknowledged. An epoch that is not the first
     * begins with positions for all known messages, including acknowledged ones.
     */
    boolean mayRemember(EpochState one, long seq) {
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
