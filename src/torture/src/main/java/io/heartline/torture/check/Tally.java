package io.heartline.torture.check;

import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.FaultBegun;
import io.heartline.torture.history.Event.GivenUp;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Event.Welcomed;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts and measures; judges nothing. */
final class Tally implements Watcher {
    private final World world;
    private final long heartbeatMillis;
    private final Map<String, Long> faults = new TreeMap<>();
    private final Histogram lag = new Histogram(3);
    private final Histogram reconnection = new Histogram(3);
    private long deliveries;
    private long redeliveries;
    private long connections;
    private long givenUp;
    private long worstPresence;

    Tally(World world, long heartbeatMillis) {
        this.world = world;
        this.heartbeatMillis = heartbeatMillis;
    }

    @Override
    public void onGivenUp(GivenUp one) {
        givenUp++;
    }

    @Override
    public void onWelcomed(Welcomed welcomed) {
        connections++;
        Link link = world.link(welcomed.link());
        Link before = link == null ? null : link.device.link;
        if (before != null && before.endedAt != Link.NEVER && before.departedAt == Link.NEVER) {
            reconnection.recordValue(welcomed.at() - before.endedAt);
        }
    }

    @Override
    public void onDelivered(Delivered delivered) {
        deliveries++;
        Link link = world.link(delivered.link());
        Message message = link == null ? null : link.device.user.messages.get(delivered.id());
        if (link == null || message == null) {
            return;
        }
        if (link.device.hasReceived(message)) {
            redeliveries++;
        } else {
            long since = message.isStored() ? Math.max(message.storedAt, link.welcomedAt()) : delivered.at();
            lag.recordValue(Math.max(0, delivered.at() - since));
        }
    }

    @Override
    public void onUserSeen(UserSeen seen) {
        for (String session : seen.sessions()) {
            Link link = world.session(session);
            long goneAt = link == null ? Link.NEVER : link.goneAt(world.nodes, heartbeatMillis);
            if (goneAt < seen.askedAt()) {
                worstPresence = Math.max(worstPresence, seen.askedAt() - goneAt);
            }
        }
    }

    @Override
    public void onFaultBegun(FaultBegun begun) {
        faults.merge(begun.kind(), 1L, Long::sum);
    }

    /** All so far, with what another counted. */
    Figures figures(Figures.Drains drains) {
        long accepted = 0;
        long unknown = 0;
        long refused = 0;
        for (Message message : (Iterable<Message>) world.messages()::iterator) {
            accepted += message.isStored() ? 1 : 0;
            unknown += !message.isStored() && message.mayBeStored() ? 1 : 0;
            refused += message.mayBeStored() ? 0 : 1;
        }
        long epochsChanged = world.users()
                .mapToLong(user -> Math.max(0, user.epochs.size() - 1))
                .sum();
        return new Figures(
                accepted,
                refused,
                unknown,
                givenUp,
                deliveries,
                redeliveries,
                connections,
                epochsChanged,
                worstPresence,
                Map.copyOf(faults),
                Figures.Spread.of(lag),
                Figures.Spread.of(reconnection),
                drains);
    }
}
