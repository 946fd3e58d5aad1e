package io.heartline.user;

import java.util.ArrayList;
import java.util.List;

/** A session that the entry no longer holds. Its gateway must close it with the cause. */
public record Eviction(LiveSession session, Cause cause) {
    /** The cause of an eviction. */
    public enum Cause {
        /** The same device connected again. */
        REPLACED,
        /** Positions were lost; the epoch changed. */
        POSITION_LOST,
        /** An operator removed the session or its device. */
        REMOVED
    }

    /** The evictions of all live sessions of these devices. */
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
