package io.heartline.torture.check;

import io.heartline.torture.history.Event.Position;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A device of a user: how long it is kept for certain, what it got, and what it is owed. Owned by {@link World}.
 *
 * <p>It is kept for certain from its welcome on, until it says bye, or until {@code keepMillis} after the first moment at
 * which the server may have counted its connection as gone.
 */
final class Device {
    /** The server may have seen the end of a connection this much earlier than the client. */
    private static final long EARLIER_MILLIS = 1_000;

    /** Of more devices than these the server may displace one that is offline. */
    private static final int DEVICES_KEPT = 32;

    final User user;
    final String name;
    /** The latest of its connections that was welcomed. */
    @Nullable
    Link link;
    /** The latest that was dialled. */
    @Nullable
    Link dialled;
    /** Since when it is kept without a doubt. */
    long keptSince;
    /** Where it stood then; null where that is not known. */
    @Nullable
    Position start;
    /** Stored messages that it is owed, and some that it got meanwhile; in the order in which they became known. */
    final Deque<Message> owed = new ArrayDeque<>(2);

    private long keepMillis;
    private final BitSet received = new BitSet();
    private final Map<String, Long> acked = new HashMap<>(2);
    private final Map<String, Long> highest = new HashMap<>(2);

    Device(User user, String name) {
        this.user = user;
        this.name = name;
    }

    /** Whether it is kept at a moment, without a doubt. */
    boolean isKept(long at) {
        if (link == null || link.departedAt != Link.NEVER) {
            return false;
        }
        return link.doubtedSince == Link.NEVER
                || (at <= link.doubtedSince + keepMillis - EARLIER_MILLIS && user.devices.size() <= DEVICES_KEPT);
    }

    boolean hasReceived(Message message) {
        return received.get(message.ordinal);
    }

    /** The highest seq of an epoch that it acknowledged; 0 for none. */
    long acked(String epoch) {
        return acked.getOrDefault(epoch, 0L);
    }

    /** The highest seq of an epoch that came; 0 for none. */
    long highest(String epoch) {
        return highest.getOrDefault(epoch, 0L);
    }

    void onDialled(Link next) {
        dialled = next;
        keepMillis = Math.min(keepMillis, next.dialled.keepMillis());
        if (link != null) {
            link.doubt(next.dialled.at());
        }
    }

    /** @param forgotten whether it is excused that nobody knew it */
    void onWelcomed(Link next, boolean forgotten) {
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

    /** Nothing from before is owed for certain any more, but what its position promises. */
    private void beginKeeping(long at, @Nullable Position from) {
        keptSince = at;
        start = from;
        owed.clear();
        Epoch epoch = from == null ? null : user.epochs.get(from.epoch());
        if (from != null && epoch != null) {
            for (long seq = from.seq() + 1; seq <= epoch.head; seq++) {
                Message message = epoch.at(seq);
                if (message != null && message.isStored() && !hasReceived(message)) {
                    owed.add(message);
                }
            }
        }
    }

    /** It is proven that its connection lives again. */
    void onProven(long at) {
        if (link == null) {
            return;
        }
        if (!isKept(at)) {
            beginKeeping(at, null);
        }
        link.doubtedSince = Link.NEVER;
    }

    /** A message is stored, as is known now. */
    void onStored(Message message, long at) {
        if (isKept(at) && !hasReceived(message) && (message.triedAt > keptSince || isAfterStart(message))) {
            owed.add(message);
        }
    }

    private boolean isAfterStart(Message message) {
        return start != null
                && message.epoch != null
                && message.epoch.name.equals(start.epoch())
                && message.seq > start.seq();
    }

    void onDelivered(Message message, Position position) {
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
