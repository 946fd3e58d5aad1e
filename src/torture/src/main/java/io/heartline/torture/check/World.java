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
 * What is known of the run so far. It takes an event in after the checks have looked at it, so they see what was before.
 * For a tolerant reading: events of links that were never dialled are passed over.
 */
final class World implements Watcher {
    /** What the server closes with that has taken note of a bye. */
    private static final int BYE = 1000;

    final Nodes nodes;
    /** When the last event was. */
    long now;
    /** When the part began in which devices leave only after they had time for everything; {@link Link#NEVER} before. */
    long calmAt = Link.NEVER;
    /** When the users were asked for the last time. */
    long endAt = Link.NEVER;

    private final Map<String, User> users = new LinkedHashMap<>();
    private final Map<Long, Link> links = new HashMap<>();
    private final Map<String, Link> sessions = new HashMap<>();

    World(Nodes nodes) {
        this.nodes = nodes;
    }

    Stream<User> users() {
        return users.values().stream();
    }

    Stream<Device> devices() {
        return users().flatMap(user -> user.devices.values().stream());
    }

    Stream<Message> messages() {
        return users().flatMap(user -> user.messages.values().stream());
    }

    Stream<Link> links() {
        return links.values().stream();
    }

    User user(String name) {
        return users.computeIfAbsent(name, User::new);
    }

    @Nullable
    Link link(long number) {
        return links.get(number);
    }

    /** The connection that was given a session. */
    @Nullable
    Link session(String session) {
        return sessions.get(session);
    }

    @Override
    public void on(Event event) {
        now = event.at();
        nodes.on(event);
        Watcher.super.on(event);
    }

    @Override
    public void onTried(Tried tried) {
        User user = user(tried.user());
        Message message =
                user.messages.computeIfAbsent(tried.id(), id -> new Message(id, tried.number(), user.messages.size()));
        if (!message.mayBeStored()) {
            message.triedAt = tried.at();
            message.ttlMillis = tried.ttlMillis();
        }
        message.open++;
        user.ttlUsed |= tried.ttlMillis() > 0;
    }

    @Override
    public void onAnswered(Answered answered) {
        User user = user(answered.user());
        Message message = user.messages.get(answered.id());
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
        Device device = user(dialled.user()).device(dialled.device());
        Link link = new Link(dialled, device);
        links.put(dialled.link(), link);
        device.onDialled(link);
    }

    @Override
    public void onWelcomed(Welcomed welcomed) {
        Link link = links.get(welcomed.link());
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

    /** The side that prevails may not know a device that first came while the cluster was split. */
    boolean mayBeUnknown(Device device) {
        return nodes.excuse(Excuse.Kind.SPLIT, device.keptSince, device.keptSince);
    }

    @Override
    public void onDelivered(Delivered delivered) {
        Link link = links.get(delivered.link());
        if (link == null) {
            return;
        }
        link.onDelivered(delivered.position(), delivered.at());
        User user = link.device.user;
        Message message = user.messages.get(delivered.id());
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

    private static void place(User user, Message message, @Nullable Position position, long at) {
        if (position != null) {
            message.epoch = user.seesEpoch(position.epoch(), at);
            message.seq = position.seq();
            message.epoch.place(message, position.seq());
        }
    }

    private static void stored(User user, Message message, long at) {
        if (!message.isStored()) {
            message.storedAt = at;
            user.devices.values().forEach(device -> device.onStored(message, at));
        }
    }

    @Override
    public void onAcknowledged(Acknowledged acknowledged) {
        Link link = links.get(acknowledged.link());
        if (link != null) {
            link.device.onAcknowledged(acknowledged.position());
            link.acked = Math.max(link.acked, acknowledged.position().seq());
            link.finishedAt = acknowledged.at();
        }
    }

    @Override
    public void onMuted(Muted muted) {
        Link link = links.get(muted.link());
        if (link != null) {
            link.mutedAt = muted.at();
            link.doubt(muted.at());
        }
    }

    @Override
    public void onDeafened(Deafened deafened) {
        Link link = links.get(deafened.link());
        if (link != null) {
            link.doubt(deafened.at());
        }
    }

    @Override
    public void onDeparting(Departing departing) {
        Link link = links.get(departing.link());
        if (link != null) {
            link.departedAt = departing.at();
            link.doubt(departing.at());
        }
    }

    @Override
    public void onGoodbye(Goodbye goodbye) {
        Link link = links.get(goodbye.link());
        if (link != null) {
            link.doubt(goodbye.at());
        }
    }

    @Override
    public void onEnded(Ended ended) {
        Link link = links.get(ended.link());
        if (link != null) {
            link.endedAt = ended.at();
            link.byeConfirmed = ended.code() == BYE && link.departedAt != Link.NEVER;
            link.doubt(ended.at());
        }
    }

    @Override
    public void onNodeLost(NodeLost lost) {
        boolean all = lost.how().equals(Nodes.CUT_OFF);
        devices()
                .map(device -> device.link)
                .filter(link -> link != null && (all || link.dialled.node().equals(lost.node())))
                .forEach(link -> link.doubt(lost.at()));
    }

    @Override
    public void onUserSeen(UserSeen seen) {
        User user = user(seen.user());
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
