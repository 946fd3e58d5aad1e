package io.heartline.torture.check;

import io.heartline.torture.history.Event.Position;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a device: the time for which the server must remember it, the messages that it received, and those that it must
 * still receive. Owned by {@link RunModel}.
 *
 * <p>The server must remember it from its welcome until its bye, or until {@code keepMillis} after the first moment at which the
 * server may have noticed the end of its connection.
 */
final class DeviceState {
    /** The server may notice the end of a connection this much earlier than the client. */
    private static final long EARLIER_MILLIS = 1_000;

    /** With more devices than these, the server may forget one that is offline. */
    private static final int DEVICES_KEPT = 32;

    final UserState user;
    final String name;
    /** Its latest welcomed connection. */
    @Nullable
    ConnectionState link;
    /** Its latest connection, welcomed or not. */
    @Nullable
    ConnectionState dialled;
    /** The time since which the server must remember it. */
    long keptSince;
    /** Its position at that time; null if unknown. */
    @Nullable
    Position start;
    /** Stored messages that it must receive, and some that it has received since, in the order in which they became known. */
    final Deque<MessageState> owed = new ArrayDeque<>(2);

    private long keepMillis;
    private final BitSet received = new BitSet();
    private final Map<String, Long> acked = new HashMap<>(2);
    private final Map<String, Long> highest = new HashMap<>(2);

    DeviceState(UserState user, String name) {
        this.user = user;
        this.name = name;
    }

    /** True if the server must remember it at that time. */
    boolean isKept(long at) {
        if (link == null || link.departedAt != ConnectionState.NEVER) {
            return false;
        }
        return link.doubtedSince == ConnectionState.NEVER
                || (at <= link.doubtedSince + keepMillis - EARLIER_MILLIS && user.devices.size() <= DEVICES_KEPT);
    }

    boolean hasReceived(MessageState message) {
        return received.get(message.ordinal);
    }

    /** The highest acknowledged seq of an epoch; 0 for none. */
    long acked(String epoch) {
        return acked.getOrDefault(epoch, 0L);
    }

    /** The highest received seq of an epoch; 0 for none. */
    long highest(String epoch) {
        return highest.getOrDefault(epoch, 0L);
    }

    void onDialled(ConnectionState next) {
        dialled = next;
        keepMillis = Math.min(keepMillis, next.dialled.keepMillis());
        if (link != null) {
            link.doubt(next.dialled.at());
        }
    }

    /** @param forgotten true if an excuse allows that the server did not know it */
    void onWelcomed(ConnectionState next, boolean forgotten) {
        if (link != null && next.dialled.attempt() < link.dialled.attempt()) {
            return;
        }
        boolean kept = isKept(next.welcomedAt());
        link = next;
        keepMillis = next.dialled.keepMillis();
        if ((!kept || forgotten) && next.welcome != null) {
            beginKeeping(next.welcomedAt(), next.welcome.position());
        }
    }

    /** Starts to remember it: older messages must be delivered only if they are after its position. */
    private void beginKeeping(long at, @Nullable Position from) {
        keptSince = at;
        start = from;
        owed.clear();
        EpochState epoch = from == null ? null : user.epochs.get(from.epoch());
        if (from != null && epoch != null) {
            for (long seq = from.seq() + 1; seq <= epoch.head; seq++) {
                MessageState message = epoch.at(seq);
                if (message != null && message.isStored() && !hasReceived(message)) {
                    owed.add(message);
                }
            }
        }
    }

    /** A delivery proves that the server still knows its connection. */
    void onProven(long at) {
        if (link == null) {
            return;
        }
        if (!isKept(at)) {
            beginKeeping(at, null);
        }
        link.doubtedSince = ConnectionState.NEVER;
    }

    /** A message is now known to be stored. */
    void onStored(MessageState message, long at) {
        if (isKept(at) && !hasReceived(message) && (message.triedAt > keptSince || isAfterStart(message))) {
            owed.add(message);
        }
    }

    private boolean isAfterStart(MessageState message) {
        return start != null
                && message.epoch != null
                && message.epoch.name.equals(start.epoch())
                && message.seq > start.seq();
    }

    void onDelivered(MessageState message, Position position) {
        received.set(message.ordinal);
        highest.merge(position.epoch(), position.seq(), Math::max);
        while (!owed.isEmpty() && hasReceived(owed.peek())) {
            owed.remove();
        }
    }

    void onAcknowledged(Position position) {
        acked.merge(position.epoch(), position.seq(), Math::max);
    }

    @Override
    public String toString() {
        return name;
    }
}
