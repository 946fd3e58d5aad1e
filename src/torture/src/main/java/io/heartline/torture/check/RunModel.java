package io.heartline.torture.check;

import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.Acknowledged;
import io.heartline.torture.history.Event.Answered;
import io.heartline.torture.history.Event.Deafened;
import io.heartline.torture.history.Event.Delivered;
import io.heartline.torture.history.Event.Departing;
import io.heartline.torture.history.Event.Dialled;
import io.heartline.torture.history.Event.Ended;
import io.heartline.torture.history.Event.Fate;
import io.heartline.torture.history.Event.Goodbye;
import io.heartline.torture.history.Event.Muted;
import io.heartline.torture.history.Event.NodeLost;
import io.heartline.torture.history.Event.Phase;
import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.Tried;
import io.heartline.torture.history.Event.UserSeen;
import io.heartline.torture.history.Event.Welcomed;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The model of the run so far. It is updated by an event after the checks have seen it, so that they see the state before. Events of
 * unknown connections are ignored.
 */
final class RunModel implements EventVisitor {
    /** The close code that confirms a bye. */
    private static final int BYE = 1000;

    final NodesState nodes;
    /** The time of the last event. */
    long now;
    /** The start of the phase {@code calm}, after which devices leave only when they had time for everything; {@link ConnectionState#NEVER}
     * before. */
    long calmAt = ConnectionState.NEVER;
    /** The start of the phase {@code end}, in which users are queried for the last time. */
    long endAt = ConnectionState.NEVER;

    private final Map<String, UserState> users = new LinkedHashMap<>();
    private final Map<Long, ConnectionState> links = new HashMap<>();
    private final Map<String, ConnectionState> sessions = new HashMap<>();

    RunModel(NodesState nodes) {
        this.nodes = nodes;
    }

    Stream<UserState> users() {
        return users.values().stream();
    }

    Stream<DeviceState> devices() {
        return users().flatMap(user -> user.devices.values().stream());
    }

    Stream<MessageState> messages() {
        return users().flatMap(user -> user.messages.values().stream());
    }

    Stream<ConnectionState> links() {
        return links.values().stream();
    }

    UserState user(String name) {
        return users.computeIfAbsent(name, UserState::new);
    }

    @Nullable
    ConnectionState link(long number) {
        return links.get(number);
    }

    /** The connection of a session. */
    @Nullable
    ConnectionState session(String session) {
        return sessions.get(session);
    }

    @Override
    public void on(Event event) {
        now = event.at();
        nodes.on(event);
        EventVisitor.super.on(event);
    }

    @Override
    public void onTried(Tried tried) {
        UserState user = user(tried.user());
        MessageState message = user.messages.computeIfAbsent(
                tried.id(), id -> new MessageState(id, tried.number(), user.messages.size()));
        if (!message.mayBeStored()) {
            message.triedAt = tried.at();
            message.ttlMillis = tried.ttlMillis();
        }
        message.open++;
        user.ttlUsed |= tried.ttlMillis() > 0;
    }

    @Override
    public void onAnswered(Answered answered) {
        UserState user = user(answered.user());
        MessageState message = user.messages.get(answered.id());
        if (message == null) {
            return;
        }
        message.open = Math.max(0, message.open - 1);
        message.unknown |= answered.fate() == Fate.UNKNOWN;
        if (answered.fate() == Fate.STORED) {
            message.answered = true;
            place(user, message, answered.position(), answered.at());
            stored(user, message, answered.at());
        }
    }

    @Override
    public void onDialled(Dialled dialled) {
        DeviceState device = user(dialled.user()).device(dialled.device());
        ConnectionState link = new ConnectionState(dialled, device);
        links.put(dialled.link(), link);
        device.onDialled(link);
    }

    @Override
    public void onWelcomed(Welcomed welcomed) {
        ConnectionState link = links.get(welcomed.link());
        if (link == null) {
            return;
        }
        link.onWelcomed(welcomed);
        sessions.put(welcomed.session(), link);
        link.device.user.seesEpoch(welcomed.position().epoch(), welcomed.at());
        link.device.onWelcomed(link, !welcomed.resumed() && mayBeUnknown(link.device));
        if (nodes.isSplit()) {
            link.doubt(welcomed.at());
        }
    }

    /** True if the side that prevails after a split may not know the device. */
    boolean mayBeUnknown(DeviceState device) {
        return nodes.excuse(Excuse.Kind.SPLIT, device.keptSince, device.keptSince);
    }

    @Override
    public void onDelivered(Delivered delivered) {
        ConnectionState link = links.get(delivered.link());
        if (link == null) {
            return;
        }
        link.onDelivered(delivered.position(), delivered.at());
        UserState user = link.device.user;
        MessageState message = user.messages.get(delivered.id());
        if (message == null) {
            return;
        }
        place(user, message, delivered.position(), delivered.at());
        message.reached = true;
        link.device.onDelivered(message, delivered.position());
        if (link == link.device.link && link.doubtedSince < message.triedAt && nodes.provesLife(link, message)) {
            link.device.onProven(delivered.at());
        }
        stored(user, message, delivered.at());
    }

    private static void place(UserState user, MessageState message, @Nullable Position position, long at) {
        if (position != null) {
            message.epoch = user.seesEpoch(position.epoch(), at);
            message.seq = position.seq();
            message.epoch.place(message, position.seq());
        }
    }

    private static void stored(UserState user, MessageState message, long at) {
        if (!message.isStored()) {
            message.storedAt = at;
            user.devices.values().forEach(device -> device.onStored(message, at));
        }
    }

    @Override
    public void onAcknowledged(Acknowledged acknowledged) {
        ConnectionState link = links.get(acknowledged.link());
        if (link != null) {
            link.device.onAcknowledged(acknowledged.position());
            link.acked = Math.max(link.acked, acknowledged.position().seq());
            link.finishedAt = acknowledged.at();
        }
    }

    @Override
    public void onMuted(Muted muted) {
        ConnectionState link = links.get(muted.link());
        if (link != null) {
            link.mutedAt = muted.at();
            link.doubt(muted.at());
        }
    }

    @Override
    public void onDeafened(Deafened deafened) {
        ConnectionState link = links.get(deafened.link());
        if (link != null) {
            link.doubt(deafened.at());
        }
    }

    @Override
    public void onDeparting(Departing departing) {
        ConnectionState link = links.get(departing.link());
        if (link != null) {
            link.departedAt = departing.at();
            link.doubt(departing.at());
        }
    }

    @Override
    public void onGoodbye(Goodbye goodbye) {
        ConnectionState link = links.get(goodbye.link());
        if (link != null) {
            link.doubt(goodbye.at());
        }
    }

    @Override
    public void onEnded(Ended ended) {
        ConnectionState link = links.get(ended.link());
        if (link != null) {
            link.endedAt = ended.at();
            link.byeConfirmed = ended.code() == BYE && link.departedAt != ConnectionState.NEVER;
            link.doubt(ended.at());
        }
    }

    @Override
    public void onNodeLost(NodeLost lost) {
        boolean all = lost.how().equals(NodesState.CUT_OFF);
        devices()
                .map(device -> device.link)
                .filter(link -> link != null && (all || link.dialled.node().equals(lost.node())))
                .forEach(link -> link.doubt(lost.at()));
    }

    @Override
    public void onUserSeen(UserSeen seen) {
        UserState user = user(seen.user());
        user.seen = seen;
        if (seen.epoch() != null) {
            user.seesEpoch(seen.epoch(), seen.at());
        }
    }

    @Override
    public void onPhase(Phase phase) {
        if (phase.name().equals("calm")) {
            calmAt = phase.at();
        } else if (phase.name().equals("end")) {
            calmAt = Math.min(calmAt, phase.at());
            endAt = phase.at();
        }
    }
}
