package io.heartline.user;

import java.util.ArrayList;
import java.util.List;

/**
 * The sessions that a command ends, and what is to be said of it.
 *
 * @param names the device of each eviction, in the same order
 */
record Departures(List<String> names, List<Eviction> evictions, List<PresenceChange> presence, List<Settled> settled) {

    static final Departures NONE = new Departures(List.of(), List.of(), List.of(), List.of());

    /** All live sessions of these devices. */
    static Departures of(List<Device> devices, Eviction.Cause cause) {
        List<String> names = new ArrayList<>();
        List<Eviction> evictions = new ArrayList<>();
        for (Device device : devices) {
            if (device.session() != null) {
                names.add(device.name());
                evictions.add(new Eviction(device.session(), cause));
            }
        }
        return new Departures(names, List.copyOf(evictions), List.of(), List.of());
    }

    void tell(PresenceNotes notes) {
        for (int i = 0; i < names.size(); i++) {
            notes.went(names.get(i), evictions.get(i).session());
        }
    }

    Departures noted(List<PresenceChange> changes, List<Settled> milestones) {
        return new Departures(names, evictions, changes, milestones);
    }
}
