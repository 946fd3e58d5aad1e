package io.heartline.user;

import java.util.ArrayList;
import java.util.List;

/** A session that the entry holds no longer and whose gateway must close it, saying why. */
public record Eviction(LiveSession session, Cause cause) {
    /** Why a session was evicted. */
    public enum Cause {
        /** The same device connected again. */
        REPLACED,
        /** Positions were lost; the epoch changed. */
        POSITION_LOST,
        /** An operator removed it. */
        REMOVED
    }

    /** Of all live sessions of these devices. */
    static List<Eviction> of(List<Device> devices, Cause cause) {
        List<Eviction> evictions = new ArrayList<>();
        for (Device device : devices) {
            if (device.session() != null) {
                evictions.add(new Eviction(device.session(), cause));
            }
        }
        return List.copyOf(evictions);
    }
}
