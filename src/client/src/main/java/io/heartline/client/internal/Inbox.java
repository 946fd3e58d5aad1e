package io.heartline.client.internal;

import io.heartline.client.Message;
import io.heartline.client.Position;
import io.heartline.client.SavedPosition;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were received: those that wait, the one with the handler, those that are finished, and what may be
 * acknowledged. It outlives connections. Messages that wait when a connection is lost are dropped, because the server
 * sends them again; finished ones stay finished.
 *
 * <pre>
 *   position  ≤  handed  ≤  taken        in the order of the epochs and seqs that came
 *   finished     one        waiting
 * </pre>
 *
 * <p>Pure: no clock, no I/O. Bounded by the server's window and by {@code idsKept}. Owned by the client's context.
 */
final class Inbox {
    /** Result of {@link #ackable} if nothing may be acknowledged. */
    static final long NOTHING = -1;

    /** Item for the application: a message or a reset. */
    sealed interface Item {}

    /**
     * A message; {@code repeated} if the application finished it under another epoch already, and must not get it
     * again.
     */
    record Delivery(Message message, boolean repeated) implements Item {}

    /** The server continues at {@code from}, which is not the position of this device. */
    record Reset(Position from) implements Item {}

    /** Result of {@link #onMessage}. */
    enum Arrival {
        /** The message waits for its turn. */
        TAKEN,
        /** The message came before. */
        REPEATED,
        /** The server sent more than the window allows. */
        TOO_MANY
    }

    private final String device;
    private final int idsKept;
    /** Epoch in which each of the last messages was finished, by id. */
    private final Map<String, String> ids;

    private final Deque<Item> waiting = new ArrayDeque<>();
    private long attempt;
    private @Nullable Position position;
    private @Nullable Position taken;
    private @Nullable Item handed;
    /**
     * True from a welcome that asks for a reset until the newest reset is finished, also across connections and
     * restarts.
     */
    private boolean resetPending;
    /** The newest reset: only this one clears the flag and moves the position. */
    private @Nullable Reset lastReset;

    // Of the connection.
    private int window;
    private String epoch = "";
    private long received;
    private long acked;

    Inbox(SavedPosition saved, int idsKept) {
        this.device = saved.device();
        this.attempt = saved.attempt();
        this.position = saved.position();
        this.taken = position;
        this.resetPending = saved.resetPending();
        this.ids = new LinkedHashMap<>(saved.ids());
        this.idsKept = idsKept;
    }

    /** Number of the next connection: the time, or the last number + 1 if that is more. */
    long nextAttempt(long wallMillis) {
        attempt = Math.max(wallMillis, attempt + 1);
        return attempt;
    }

    String device() {
        return device;
    }

    @Nullable
    Position position() {
        return position;
    }

    /** Record for the store. */
    SavedPosition record() {
        return new SavedPosition(
                device, attempt, position, Collections.unmodifiableMap(new LinkedHashMap<>(ids)), resetPending);
    }

    /** A connection begins; the messages after {@code at} follow. */
    void onWelcome(Position at, boolean resumed, int most) {
        window = most;
        epoch = at.epoch();
        received = at.seq();
        acked = at.seq();
        if (position != null && (resetPending || !resumed)) {
            resetPending = true;
            lastReset = new Reset(at);
            waiting.add(lastReset);
        } else {
            position = later(position, at);
        }
        taken = later(taken, at);
    }

    /** A message with a seq was received; an empty epoch is that of the message before. */
    Arrival onMessage(Message frame) {
        Message message =
                frame.epoch().isEmpty() ? new Message(epoch, frame.seq(), frame.id(), frame.at(), frame.body()) : frame;
        if (!message.epoch().equals(epoch)) {
            epoch = message.epoch();
            received = 0;
            acked = 0;
        }
        if (waiting.size() > window) {
            return Arrival.TOO_MANY;
        }
        received = Math.max(received, message.seq());
        Position at = new Position(message.epoch(), message.seq());
        if (taken != null && taken.epoch().equals(at.epoch()) && at.seq() <= taken.seq()) {
            return Arrival.REPEATED;
        }
        taken = at;
        waiting.add(new Delivery(message, false));
        return Arrival.TAKEN;
    }

    /** The connection is lost; messages that were not handed over will come again. */
    void onDisconnected() {
        waiting.clear();
        epoch = "";
        received = 0;
        acked = 0;
        taken = handed instanceof Delivery delivery ? later(position, positionOf(delivery)) : position;
    }

    /** Takes the next item for the handler; null if none waits, or one is with the handler. */
    @Nullable
    Item next() {
        if (handed == null && !waiting.isEmpty()) {
            Item item = waiting.remove();
            handed = item instanceof Delivery delivery
                    ? new Delivery(delivery.message(), isKnown(delivery.message()))
                    : item;
            return handed;
        }
        return null;
    }

    /**
     * Looks the id up, if the epoch differs. Within one epoch the seq decides: an id that comes again was published
     * again.
     */
    private boolean isKnown(Message message) {
        String known = ids.get(message.id());
        return known != null && !known.equals(message.epoch());
    }

    /** The item with the handler is finished. */
    void finished() {
        if (handed instanceof Delivery delivery) {
            position = later(position, positionOf(delivery));
            remember(delivery.message());
        } else if (handed instanceof Reset reset && reset == lastReset) {
            position = later(position, reset.from());
            resetPending = false;
        }
        handed = null;
    }

    /** The item with the handler was given up unfinished. */
    void givenBack() {
        handed = null;
        waiting.clear();
        taken = position;
    }

    /** Seq that may be acknowledged on this connection if {@code saved} is the saved position, or {@link #NOTHING}. */
    long ackable(@Nullable Position saved) {
        if (saved == null || !saved.epoch().equals(epoch)) {
            return NOTHING;
        }
        long seq = Math.min(saved.seq(), received);
        return seq > acked ? seq : NOTHING;
    }

    /** Number of finished messages that are not acknowledged. */
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

    private static Position positionOf(Delivery delivery) {
        return new Position(delivery.message().epoch(), delivery.message().seq());
    }

    private static Position later(@Nullable Position one, Position other) {
        return one != null && one.epoch().equals(other.epoch()) && one.seq() > other.seq() ? one : other;
    }
}
