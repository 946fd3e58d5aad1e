package io.heartline.torture.check;

import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.Welcomed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection of a device, and what is known of it. Owned by {@link World}. */
final class Link {
    static final long NEVER = Long.MAX_VALUE;

    final Dialled dialled;
    final Device device;
    /** Whether the device's dial before this one was the one that was welcomed last. */
    final boolean nextAfterItsLast;

    @Nullable
    Welcomed welcome;
    /** Since when the server may count it as gone. */
    long doubtedSince = NEVER;

    long mutedAt = NEVER;
    long departedAt = NEVER;
    long endedAt = NEVER;
    /** Whether its bye was answered: the device is not kept any more. */
    boolean byeConfirmed;
    /** The highest seq that came, or the welcome's. */
    long last;
    /** The highest seq that was acknowledged, or the welcome's. */
    long acked;
    /** When it last came to owe no acknowledgement: by a welcome or an acknowledgement. */
    long finishedAt;
    /** Positions that it passed over and that did not come later. */
    final List<Hole> holes = new ArrayList<>(0);

    Link(Dialled dialled, Device device) {
        this.dialled = dialled;
        this.device = device;
        this.nextAfterItsLast = device.dialled == device.link;
    }

    long number() {
        return dialled.link();
    }

    long welcomedAt() {
        return welcome == null ? NEVER : welcome.at();
    }

    /** Welcomed, and not known to be over. */
    boolean isLive() {
        return welcome != null && endedAt == NEVER && departedAt == NEVER && mutedAt == NEVER;
    }

    /**
     * By when the server can know that it is over; {@link #NEVER} where it need not.
     *
     * @param heartbeatMillis after three of them a silent client is given up
     */
    long goneAt(Nodes nodes, long heartbeatMillis) {
        long gone = endedAt;
        String node = dialled.node();
        if (gone != NEVER && nodes.isTroubled(node, gone)) {
            gone += 3 * heartbeatMillis;
        }
        if (mutedAt != NEVER) {
            gone = Math.min(gone, mutedAt + 3 * heartbeatMillis);
        }
        return Math.min(gone, nodes.goneAt(node, welcomedAt()));
    }

    boolean hasFinishedAll() {
        return acked >= last;
    }

    void doubt(long at) {
        doubtedSince = Math.min(doubtedSince, at);
    }

    void onWelcomed(Welcomed came) {
        welcome = came;
        last = came.position().seq();
        acked = last;
        finishedAt = came.at();
    }

    boolean isOf(Position position) {
        return welcome != null && welcome.position().epoch().equals(position.epoch());
    }

    /** Whether a position was passed over and has not come since. */
    boolean passedOver(long seq) {
        return holes.stream().anyMatch(hole -> hole.contains(seq));
    }

    void onDelivered(Position position, long at) {
        long seq = position.seq();
        if (!isOf(position)) {
            return;
        }
        if (seq > last) {
            if (seq > last + 1) {
                holes.add(new Hole(last + 1, seq - 1, at));
            }
            last = seq;
        } else {
            fill(seq);
        }
    }

    private void fill(long seq) {
        for (int i = 0; i < holes.size(); i++) {
            Hole hole = holes.get(i);
            if (hole.contains(seq)) {
                holes.remove(i);
                if (seq > hole.from()) {
                    holes.add(new Hole(hole.from(), seq - 1, hole.at()));
                }
                if (seq < hole.to()) {
                    holes.add(new Hole(seq + 1, hole.to(), hole.at()));
                }
                return;
            }
        }
    }

    /**
     * Positions that a connection passed over.
     *
     * @param from the first
     * @param to the last
     * @param at when what follows them came
     */
    record Hole(long from, long to, long at) {
        boolean contains(long seq) {
            return from <= seq && seq <= to;
        }
    }

    @Override
    public String toString() {
        return "link " + number();
    }
}
