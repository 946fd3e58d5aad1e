package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The devices of a user that are kept, in the order in which they came. Immutable; at most {@value #MOST}. */
public record Devices(List<Device> all) {
    /** How many devices of a user are kept at most. */
    public static final int MOST = 32;

    static final Devices NONE = new Devices(List.of());

    public Devices {
        all = List.copyOf(all);
    }

    @Nullable
    Device find(String name) {
        for (Device device : all) {
            if (device.name().equals(name)) {
                return device;
            }
        }
        return null;
    }

    @Nullable
    Device holding(String session) {
        for (Device device : all) {
            if (device.holds(session)) {
                return device;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    boolean isFull() {
        return all.size() >= MOST;
    }

    /** Whether any session is live. */
    boolean online() {
        for (Device device : all) {
            if (device.online()) {
                return true;
            }
        }
        return false;
    }

    /** The live sessions. */
    List<LiveSession> sessions() {
        List<LiveSession> live = new ArrayList<>(all.size());
        for (Device device : all) {
            if (device.session() != null) {
                live.add(device.session());
            }
        }
        return live;
    }

    /** The lowest cursor, or {@code otherwise} where no device is kept. */
    long lowestCursor(long otherwise) {
        long lowest = Long.MAX_VALUE;
        for (Device device : all) {
            lowest = Math.min(lowest, device.cursor());
        }
        return all.isEmpty() ? otherwise : lowest;
    }

    /** The offline device that has been gone longest. */
    @Nullable
    Device longestGone() {
        Device gone = null;
        for (Device device : all) {
            if (!device.online() && (gone == null || device.lastSeen() < gone.lastSeen())) {
                gone = device;
            }
        }
        return gone;
    }

    /** When the first of them stops being kept if nothing happens. */
    long nextExpiry() {
        long next = Long.MAX_VALUE;
        for (Device device : all) {
            next = Math.min(next, device.keptUntil());
        }
        return next;
    }

    Devices keptAt(long now) {
        return now < nextExpiry()
                ? this
                : new Devices(all.stream().filter(device -> device.keptAt(now)).toList());
    }

    /** With this device, in place of the one of that name. */
    Devices with(Device changed) {
        List<Device> next = new ArrayList<>(all.size() + 1);
        boolean found = false;
        for (Device device : all) {
            boolean same = device.name().equals(changed.name());
            next.add(same ? changed : device);
            found |= same;
        }
        if (!found) {
            next.add(changed);
        }
        return new Devices(next);
    }

    Devices without(String name) {
        return new Devices(
                all.stream().filter(device -> !device.name().equals(name)).toList());
    }

    /** Those that somebody has. */
    Devices somebodys() {
        return new Devices(all.stream().filter(Device::isSomebodys).toList());
    }

    Devices each(UnaryOperator<Device> change) {
        return new Devices(all.stream().map(change).toList());
    }
}
