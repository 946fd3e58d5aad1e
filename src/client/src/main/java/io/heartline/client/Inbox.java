package io.heartline.client;

import io.heartline.protocol.WirePosition;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has come, what is with the handler, what is finished and what may be acknowledged. It outlives connections: what a
 * lost one left waiting is forgotten, as the server sends it again, and what is finished stays so.
 *
 * <pre>
 *   position  ≤  handed  ≤  taken        in the order of the epochs and seqs that came
 *   finished     one        waiting
 * </pre>
 *
 * <p>Pure: no clock, no I/O. Bounded by the server's window and by {@code idsKept}. Owned by the client's context.
 */
final class Inbox {
    /** Nothing may be acknowledged. */
    static final long NOTHING = -1;

    /** What the handler gets next. */
    sealed interface Item {}

    /** A message; {@code repeated} where the application knows it already under another epoch, and must not get it. */
    record Push(Message message, boolean repeated) implements Item {}

    /** The server goes on at {@code from}, which is not where this device was. */
    record Reset(WirePosition from) implements Item {}

    /** What to do about a message that came. */
    enum Arrival {
        /** It waits for its turn. */
        TAKEN,
        /** It came before. */
        REPEATED,
        /** It is more than the server may send without an acknowledgement. */
        TOO_MANY
    }

    private final String device;
    private final int idsKept;
    /** The epoch in which each of the last messages was finished, by id. */
    private final Map<String, String> ids;

    private final Deque<Item> waiting = new ArrayDeque<>();
    private long attempt;
    private @Nullable WirePosition position;
    private @Nullable WirePosition taken;
    private @Nullable Item handed;

    // Of the connection.
    private int window;
    private String epoch = "";
    private long received;
    private long acked;

    Inbox(Progress progress, int idsKept) {
        this.device = progress.device();
        this.attempt = progress.attempt();
        this.position = progress.position();
        this.taken = position;
        this.ids = new LinkedHashMap<>(progress.ids());
        this.idsKept = idsKept;
    }

    /** The number of the next connection: the time, or the last one + 1 where that is more. */
    long nextAttempt(long wallMillis) {
        attempt = Math.max(wallMillis, attempt + 1);
        return attempt;
    }

    String device() {
        return device;
    }

    @Nullable
    WirePosition position() {
        return position;
    }

    Progress progress() {
        return new Progress(device, attempt, position, Collections.unmodifiableMap(new LinkedHashMap<>(ids)));
    }

    /** A connection begins; the messages after {@code at} follow. */
    void onWelcome(WirePosition at, boolean resumed, int most) {
        window = most;
        epoch = at.epoch();
        received = at.seq();
        acked = at.seq();
        if (!resumed && position != null) {
            waiting.add(new Reset(at));
        } else {
            position = later(position, at);
        }
        taken = later(taken, at);
    }

    /** An acked push has come; an empty epoch is the one of the message before. */
    Arrival onMessage(Message said) {
        Message message =
                said.epoch().isEmpty() ? new Message(epoch, said.seq(), said.id(), said.at(), said.body()) : said;
        if (!message.epoch().equals(epoch)) {
            epoch = message.epoch();
            received = 0;
            acked = 0;
        }
        if (waiting.size() > window) {
            return Arrival.TOO_MANY;
        }
        received = Math.max(received, message.seq());
        WirePosition at = new WirePosition(message.epoch(), message.seq());
        if (taken != null && taken.epoch().equals(at.epoch()) && at.seq() <= taken.seq()) {
            return Arrival.REPEATED;
        }
        taken = at;
        waiting.add(new Push(message, false));
        return Arrival.TAKEN;
    }

    /** The connection is gone; what has not been handed over will come again. */
    void onDisconnected() {
        waiting.clear();
        epoch = "";
        received = 0;
        acked = 0;
        taken = handed instanceof Push push ? later(position, positionOf(push)) : position;
    }

    /** The next one for the handler; null where none waits, or one is with it. */
    @Nullable
    Item next() {
        if (handed == null && !waiting.isEmpty()) {
            Item item = waiting.remove();
            handed = item instanceof Push push ? new Push(push.message(), isKnown(push.message())) : item;
            return handed;
        }
        return null;
    }

    /** Within one epoch the seq says all: there, an id that comes again was published again. */
    private boolean isKnown(Message message) {
        String known = ids.get(message.id());
        return known != null && !known.equals(message.epoch());
    }

    /** What was handed over is finished. */
    void finished() {
        if (handed instanceof Push push) {
            position = later(position, positionOf(push));
            remember(push.message());
        } else if (handed instanceof Reset reset) {
            position = later(position, reset.from());
        }
        handed = null;
    }

    /** What was handed over is not finished, and nobody works at it any more. */
    void givenBack() {
        handed = null;
        waiting.clear();
        taken = position;
    }

    /** What may be acknowledged on this connection, of what is finished up to {@code saved}; or {@link #NOTHING}. */
    long ackable(@Nullable WirePosition saved) {
        if (saved == null || !saved.epoch().equals(epoch)) {
            return NOTHING;
        }
        long seq = Math.min(saved.seq(), received);
        return seq > acked ? seq : NOTHING;
    }

    /** How many finished messages are not acknowledged. */
    long unacknowledged() {
        long seq = ackable(position);
        return seq == NOTHING ? 0 : seq - acked;
    }

    void acked(long seq) {
        acked = seq;
    }

    private void remember(Message message) {
        ids.remove(message.id());
        ids.put(message.id(), message.epoch());
        if (ids.size() > idsKept) {
            ids.remove(ids.keySet().iterator().next());
        }
    }

    private static WirePosition positionOf(Push push) {
        return new WirePosition(push.message().epoch(), push.message().seq());
    }

    private static WirePosition later(@Nullable WirePosition one, WirePosition other) {
        return one != null && one.epoch().equals(other.epoch()) && one.seq() > other.seq() ? one : other;
    }
}
