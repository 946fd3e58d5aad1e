package io.heartline.torture.check;

import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.FaultBegun;
import io.heartline.torture.history.Event.GivenUp;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Event.Welcomed;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Collects the figures of a run. */
final class FiguresCollector implements EventVisitor {
    private final RunModel model;
    private final long heartbeatMillis;
    private final Map<String, Long> faults = new TreeMap<>();
    private final Histogram lag = new Histogram(3);
    private final Histogram reconnection = new Histogram(3);
    private long deliveries;
    private long redeliveries;
    private long connections;
    private long givenUp;
    private long worstPresence;

    FiguresCollector(RunModel model, long heartbeatMillis) {
        this.model = model;
        this.heartbeatMillis = heartbeatMillis;
    }

    @Override
    public void onGivenUp(GivenUp one) {
        givenUp++;
    }

    @Override
    public void onWelcomed(Welcomed welcomed) {
        connections++;
        ConnectionState link = model.link(welcomed.link());
        ConnectionState before = link == null ? null : link.device.link;
        if (before != null && before.endedAt != ConnectionState.NEVER && before.departedAt == ConnectionState.NEVER) {
            reconnection.recordValue(welcomed.at() - before.endedAt);
        }
    }

    @Override
    public void onDelivered(Delivered delivered) {
        deliveries++;
        ConnectionState link = model.link(delivered.link());
        MessageState message = link == null ? null : link.device.user.messages.get(delivered.id());
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
            ConnectionState link = model.session(session);
            long goneAt = link == null ? ConnectionState.NEVER : link.goneAt(model.nodes, heartbeatMillis);
            if (goneAt < seen.askedAt()) {
                worstPresence = Math.max(worstPresence, seen.askedAt() - goneAt);
            }
        }
    }

    @Override
    public void onFaultBegun(FaultBegun begun) {
        faults.merge(begun.kind(), 1L, Long::sum);
    }

    /** The figures so far, together with those of drains. */
    Figures figures(Figures.Drains drains) {
        long accepted = 0;
        long unknown = 0;
        long refused = 0;
        for (MessageState message : (Iterable<MessageState>) model.messages()::iterator) {
            accepted += message.isStored() ? 1 : 0;
            unknown += !message.isStored() && message.mayBeStored() ? 1 : 0;
            refused += message.mayBeStored() ? 0 : 1;
        }
        long epochsChanged = model.users()
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
