package io.heartline.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.client.Message;
import io.heartline.client.Position;
import io.heartline.client.SavedPosition;
import io.heartline.client.internal.Inbox.Delivery;
import io.heartline.client.internal.Inbox.Reset;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A correct server on an unreliable connection: losses, restarts and new epochs at any moment. */
class InboxProperties {
    private static final int WINDOW = 4;

    private Inbox inbox;
    private SavedPosition stored;
    private String epoch;
    private final List<String> mailbox = new ArrayList<>();
    private long cursor;
    private long sent;
    private boolean connected;
    /** The server has kept the device since it lost the position, and continues. */
    private boolean kept;
    /** The application must be notified of a reset before the next message. */
    private boolean resetDue;

    private Inbox.Item handed;
    private final List<String> handled = new ArrayList<>();

    @Property(tries = 2_000)
    void eachMessageIsHandledOnceAndInOrderWhateverTheLineDoes(
            @ForAll @Size(max = 120) List<@IntRange(min = 0, max = 11) Integer> steps) {
        begin();
        steps.forEach(this::step);
        settle();

        Set<String> everything = new LinkedHashSet<>(handled);
        assertThat(handled).hasSameSizeAs(everything);
        assertThat(handled).containsExactlyElementsOf(published);
        assertThat(cursor).isEqualTo(mailbox.size());
    }

    private final List<String> published = new ArrayList<>();

    private void begin() {
        stored = new SavedPosition("d", 0, null, Map.of(), false);
        inbox = new Inbox(stored, 1_000);
        epoch = "e0";
        mailbox.clear();
        published.clear();
        handled.clear();
        cursor = 0;
        connected = false;
        kept = false;
        resetDue = false;
        handed = null;
    }

    private void step(int step) {
        switch (step) {
            case 0, 1, 2 -> publish();
            case 3 -> drop();
            case 4, 5 -> connect();
            case 6, 7 -> deliver();
            case 8, 9 -> work();
            case 10 -> acknowledge();
            default -> newEpoch();
        }
    }

    private void publish() {
        String id = "m" + published.size();
        published.add(id);
        mailbox.add(id);
    }

    private void drop() {
        connected = false;
        inbox.onDisconnected();
    }

    /** Starts a new epoch: all owed messages get new seqs and are sent again under their old ids, finished or not. */
    private void newEpoch() {
        drop();
        epoch = "e" + (Integer.parseInt(epoch.substring(1)) + 1);
        cursor = 0;
        kept = false;
    }

    private void connect() {
        if (connected) {
            return;
        }
        connected = true;
        Position position = inbox.position();
        boolean resumed = kept || (position != null && position.epoch().equals(epoch));
        if (resumed && position.epoch().equals(epoch)) {
            cursor = Math.max(cursor, position.seq());
        }
        kept = true;
        resetDue |= position != null && !resumed;
        sent = cursor;
        inbox.onWelcome(new Position(epoch, cursor), resumed, WINDOW);
    }

    private void deliver() {
        while (connected && sent < mailbox.size() && sent - cursor < WINDOW) {
            String id = mailbox.get((int) sent++);
            Inbox.Arrival arrival = inbox.onMessage(new Message(epoch, sent, id, 0, Buffer.buffer("1")));
            assertThat(arrival).isNotEqualTo(Inbox.Arrival.TOO_MANY);
        }
    }

    private void work() {
        if (handed == null) {
            handed = inbox.next();
            if (handed instanceof Delivery delivery && !delivery.repeated()) {
                assertThat(resetDue).isFalse();
                handled.add(delivery.message().id());
            }
        } else {
            inbox.finished();
            resetDue &= !(handed instanceof Reset reset && reset.from().epoch().equals(epoch));
            handed = null;
        }
    }

    private void acknowledge() {
        Position position = inbox.position();
        long seq = inbox.ackable(position);
        if (seq != Inbox.NOTHING) {
            assertThat(connected).isTrue();
            assertThat(seq).isBetween(cursor + 1, sent);
            inbox.acked(seq);
            cursor = seq;
        }
    }

    private void settle() {
        for (int i = 0; i < 2_000 && (cursor < mailbox.size() || handed != null || !connected); i++) {
            connect();
            deliver();
            work();
            acknowledge();
        }
        assertThat(handed).isNull();
    }
}
