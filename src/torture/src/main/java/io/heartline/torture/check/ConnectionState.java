package io.heartline.torture.check;

import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.Welcomed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of a connection of a device. Owned by {@link RunModel}. */
final class ConnectionState {
    static final long NEVER = Long.MAX_VALUE;

    final Dialled dialled;
    final DeviceState device;
    /** True if the device's previous connection was its last welcomed one. */
    final boolean nextAfterItsLast;

    @Nullable
    Welcomed welcome;
    /** The first time at which the server may have noticed its end. */
    long doubtedSince = NEVER;

    long mutedAt = NEVER;
    long departedAt = NEVER;
    long endedAt = NEVER;
    /** True if its bye was confirmed: the server forgets the device. */
    boolean byeConfirmed;
    /** The highest received seq, or that of the welcome. */
    long last;
    /** The highest acknowledged seq, or that of the welcome. */
    long acked;
    /** The last time at which every received message was acknowledged. */
    long finishedAt;
    /** Skipped positions that were not received later. */
    final List<Hole> holes = new ArrayList<>(0);

    ConnectionState(Dialled dialled, DeviceState device) {
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

    /** True if it was welcomed, and has not ended. */
    boolean isLive() {
        return welcome != null && endedAt == NEVER && departedAt == NEVER && mutedAt == NEVER;
    }

    /**
     * The time by which the server must have noticed its end; {@link #NEVER} if it need not.
     *
     * @param heartbeatMillis a silent client is disconnected after three of these
     */
    long goneAt(NodesState nodes, long heartbeatMillis) {
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

    /** True if a position was skipped and not received since. */
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
     * Skipped positions of a connection.
     *
     * @param from the first one
     * @param to the last one
     * @param at the time at which the next position was received
     */
    record Hole(long from, long to, long at) {
        boolean contains(long seq) {
            return from <= seq && seq <= to;
        }
    }

    @Override
    public String toString() {
        return "connection " + number();
    }
}
