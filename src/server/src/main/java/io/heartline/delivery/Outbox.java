package io.heartline.delivery;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hints from this gateway to one peer. Those of one tick are sent in one batch; the answer to a batch gives back the
 * credit that it took. While as many batches are unanswered as may be, the hints of later ticks fill the next batches. Owned
 * by the event loop of its {@link DeliveryBus}.
 *
 * <pre>
 *   credit:           add -> batch -> (end of tick) sent -> answered
 *   no credit:        add -> batch -> (credit is back) sent
 *   no bytes left:    add -> backlog, collapsed; dropped if that is full
 *   bytes are back:   backlog -> batch -> sent; only then do new hints carry their frames again
 * </pre>
 *
 * The unanswered batches and those that wait have at most {@link BusWindow#mostBytes()} together.
 *
 * Batches are numbered. If a hint that matters is lost, a number is left unused, so that the peer notices a gap with its next
 * batch; if no batch is to come, an empty one is sent until the peer has answered.
 */
final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** The way to the peer. */
    interface Post {
        /** Sends a batch; the future is the peer's answer, or fails if none came. */
        Future<?> send(Buffer batch);

        /** Calls {@link #flush} at the end of this tick. */
        void soon();

        /** Runs this after a pause. */
        void later(Runnable task);
    }

    private final GatewayId self;
    private final GatewayId peer;
    private final Post post;
    private final BusWindow window;
    private final HintMeters meters;
    private final Backlog backlog;

    /** The batches that are full and wait for credit. */
    private final Queue<HintBatch> full = new ArrayDeque<>(0);

    private @Nullable HintBatch batch;
    private int batchesOut;
    /** The bytes of the batches that are unanswered or full. */
    private long bytes;

    private int lastBytes;
    private long number;
    /** The highest number that the peer did not answer, while it has answered none above; 0 if it knows of all. */
    private long untold;

    Outbox(DeliveryContext here, GatewayId peer, Post post, HintMeters meters) {
        this.self = here.self();
        this.peer = peer;
        this.post = post;
        this.window = here.config().window();
        this.meters = meters;
        this.backlog = new Backlog(window.waiting());
    }

    /** Takes a hint; false if it was dropped. */
    boolean add(Hint hint) {
        if (backlog.isEmpty() && makesRoomFor(hint)) {
            open().add(hint);
            return true;
        }
        return collapse(hint);
    }

    /** Sends the hints of this tick, and those that waited, as far as there is credit. */
    void flush() {
        while (!backlog.isEmpty() && makesRoomFor(Hint.MOST_WITHOUT_FRAME)) {
            open().add(backlog.next());
        }
        sendWhileCredit();
    }

    /** Sends all batches at once, for the last time. */
    void close() {
        fill();
        full.forEach(this::send);
        full.clear();
    }

    private boolean collapse(Hint hint) {
        Hint collapsed = hint.collapsed();
        boolean kept = collapsed != null && backlog.keep(collapsed);
        meters.count(kept ? HintMeters.Fate.COLLAPSED : HintMeters.Fate.DROPPED, 1);
        boolean matters = hint instanceof Hint.Message || hint instanceof Hint.Evict;
        if (!kept && matters) {
            number++; // the next batch shows the gap, and there is one: the backlog is full
        }
        return kept;
    }

    private boolean makesRoomFor(Hint hint) {
        return makesRoomFor(hint.most());
    }

    /** True if a hint of this size fits into the present batch, or into a new one if the present one is full. */
    private boolean makesRoomFor(int size) {
        if (batch != null && batch.length() + size > window.batchBytes()) {
            fill();
            sendWhileCredit();
        }
        int length = batch == null ? 0 : batch.length();
        return bytes + length + size <= window.mostBytes();
    }

    private HintBatch open() {
        if (batch == null) {
            batch = new HintBatch(self, lastBytes + Hint.MOST_WITHOUT_FRAME);
        }
        return batch;
    }

    /** Adds nothing more to the present batch. */
    private void fill() {
        if (batch != null) {
            bytes += batch.length();
            full.add(batch);
            batch = null;
        }
    }

    private void sendWhileCredit() {
        while (batchesOut < window.batches() && !full.isEmpty()) {
            send(full.remove());
        }
        if (batchesOut < window.batches() && batch != null) {
            fill();
            send(full.remove());
        }
    }

    private void send(HintBatch ready) {
        int count = ready.count();
        long sent = ++number;
        Buffer sealed = ready.sealed(sent);
        batchesOut++;
        lastBytes = sealed.length();
        meters.count(HintMeters.Fate.SENT, count);
        post.send(sealed).onComplete(answer -> {
            batchesOut--;
            bytes -= sealed.length();
            onAnswer(sent, count, answer.succeeded());
        });
    }

    private void onAnswer(long sent, int count, boolean answered) {
        if (answered) {
            if (untold != 0 && sent > untold) {
                untold = 0;
                LOG.info("gateway {} answers again", peer);
            }
        } else {
            meters.count(HintMeters.Fate.LOST, count);
            if (untold == 0) {
                LOG.warn("gateway {} does not answer; hints to it are lost", peer);
            }
            untold = Math.max(untold, sent);
            post.later(this::tellOfTheGap);
        }
        post.soon();
    }

    private void tellOfTheGap() {
        if (untold != 0 && batchesOut == 0 && batch == null) {
            open();
            sendWhileCredit();
        }
    }
}
