package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The kept devices of a user, in order of arrival. Immutable; at most {@value #MOST}.
 *
 * <p>The smaller side of a split also keeps messages for devices that only the other side may know. A merge must find
 * all accepted messages, even if every device of this side has acknowledged them.
 *
 * @param unseenUntil the time until which messages are kept for devices that were never seen on this side, in
 *     milliseconds since 1970; 0 if they are not kept
 */
public record Devices(List<Device> all, long unseenUntil) {
    /** The largest number of devices kept for a user. */
    public static final int MOST = 32;

    /** The longest split, in milliseconds, for which messages are kept for unseen devices. */
    private static final long UNSEEN_MILLIS = 300_000;

    static final Devices NONE = new Devices(List.of());

    public Devices {
        all = List.copyOf(all);
    }

    /** A list without unseen devices. */
    public Devices(List<Device> all) {
        this(all, 0);
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

    /** True if no device is kept, seen or unseen. */
    boolean isEmpty() {
        return all.isEmpty() && !keepsUnseen();
    }

    private boolean keepsUnseen() {
        return unseenUntil != 0;
    }

    boolean isFull() {
        return all.size() >= MOST;
    }

    /** True if any session is live. */
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

    /** The lowest cursor, or {@code otherwise} if no device is kept. The cursor of an unseen device counts as 0. */
    long lowestCursor(long otherwise) {
        if (keepsUnseen()) {
            return 0;
        }
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

    /** The time at which the first device stops being kept if nothing else happens. */
    long nextExpiry() {
        long next = keepsUnseen() ? unseenUntil : Long.MAX_VALUE;
        for (Device device : all) {
            next = Math.min(next, device.keptUntil());
        }
        return next;
    }

    Devices keptAt(long now) {
        return now < nextExpiry()
                ? this
                : new Devices(
                        all.stream().filter(device -> device.keptAt(now)).toList(),
                        now < unseenUntil ? unseenUntil : 0);
    }

    /** The list with this device, which replaces the one of the same name. */
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
        return new Devices(next, unseenUntil);
    }

    Devices without(String name) {
        List<Device> left =
                all.stream().filter(device -> !device.name().equals(name)).toList();
        return new Devices(left, unseenUntil);
    }

    Devices each(UnaryOperator<Device> change) {
        return new Devices(all.stream().map(change).toList(), unseenUntil);
    }

    /** Keeps messages for devices that were never seen here, for as long as a split may last. */
    Devices withUnseen(long now) {
        return new Devices(all, now + UNSEEN_MILLIS);
    }

    /** The same devices after a merge, when none is unseen. */
    Devices withoutUnseen() {
        return new Devices(all);
    }
}
