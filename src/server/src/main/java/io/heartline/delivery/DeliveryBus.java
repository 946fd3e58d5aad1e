package io.heartline.delivery;

import io.heartline.user.Eviction;
import io.heartline.user.LiveSession;
import io.heartline.user.MilestoneReached;
import io.heartline.user.Position;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries hints between gateways. A hint may be lost, doubled or late; only the entry is authoritative. Hints from one gateway
 * to one session keep their order.
 *
 * <p>All hints that one tick of the event loop brings for a peer are sent in one batch at its end. Each peer has a window of
 * unanswered batches: while it is used up, hints fill the next batches, and once those are full, the hints for a session
 * shrink to its highest position. Nothing here grows without bound: peers are members, and the hints that wait for one are
 * limited by {@link BusWindow}.
 *
 * <p>Made, called and answering on the event loop of its gateway, and owned by it.
 */
public final class DeliveryBus {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryBus.class);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long WARNING_MILLIS = 60_000;

    private final DeliveryContext here;
    private final Context loop;
    private final Thread owner = Thread.currentThread();
    private final SettledHandler waiters;
    private final HintMeters meters;
    private final BatchGapDetector gaps;
    private final Map<GatewayId, Outbox> outboxes = new HashMap<>();
    private List<Hint> own = new ArrayList<>();
    private long warnedAt;
    private boolean ticking;
    private boolean closed;
    private @Nullable HintHandler sessions;
    private @Nullable BusRegistration registration;

    /**
     * Must be made on the event loop of the gateway.
     *
     * @param waiters receives the acknowledgements for which publishers at this gateway wait
     */
    DeliveryBus(DeliveryContext here, SettledHandler waiters) {
        this.here = here;
        this.loop = here.vertx().getOrCreateContext();
        this.waiters = waiters;
        this.meters = new HintMeters(here.meters());
        this.gaps = new BatchGapDetector(here.isMember());
    }

    /** The address at which this gateway receives the acknowledgements for which its publishers wait. */
    public String address() {
        return here.self().address();
    }

    /**
     * Tells a session that there is a message.
     *
     * @param encoded the message; null: only that there is more. Given to several sessions in a row, it travels once to
     *     each gateway
     */
    public void hint(String user, LiveSession to, Position position, @Nullable Encoded encoded) {
        add(GatewayId.holding(to), new Hint.Message(user, to.id(), position, encoded));
    }

    /**
     * Hands a transient message to a session.
     *
     * @return true if it was sent; false if its node is lost or takes no more at the moment
     */
    public boolean transientMessage(String user, LiveSession to, Buffer frame) {
        return add(GatewayId.holding(to), new Hint.Transient(user, to.id(), frame));
    }

    /** Has a session closed that the entry holds no longer. */
    public void evict(String user, Eviction eviction) {
        LiveSession session = eviction.session();
        add(GatewayId.holding(session), new Hint.Evict(user, session.id(), eviction.cause()));
    }

    /** Tells the gateway at {@code waiter} that a message of this user, for which it waits, was acknowledged. */
    public void settled(String waiter, String user, MilestoneReached settled) {
        GatewayId gateway = GatewayId.at(waiter);
        if (gateway != null) {
            add(gateway, new Hint.Settled(user, settled.id()));
        }
    }

    /** Hands the hints for this gateway to {@code handler}; completes once other nodes can reach it. */
    public Future<Void> listen(HintHandler handler) {
        sessions = handler;
        registration = new BusRegistration(here.vertx(), address(), this::onBatch);
        return registration.start();
    }

    /** Sends the remaining hints and takes no more. */
    public Future<Void> close() {
        flush();
        outboxes.values().forEach(Outbox::close);
        closed = true;
        outboxes.clear();
        return registration == null ? Future.succeededFuture() : registration.stop();
    }

    private boolean add(GatewayId to, Hint hint) {
        assert Thread.currentThread() == owner : "hints are given on the event loop of their gateway";
        if (closed || !reaches(to)) {
            meters.count(HintMeters.Fate.DROPPED, 1);
            return false;
        }
        boolean taken = to.equals(here.self()) ? own.add(hint) : outbox(to).add(hint);
        tick();
        return taken;
    }

    /** True if the node is in sight. Nothing is sent to others: the bus would keep trying a route that leads nowhere. */
    private boolean reaches(GatewayId to) {
        if (to.equals(here.self()) || here.isMember().test(to.node())) {
            return true;
        }
        outboxes.remove(to);
        return false;
    }

    private Outbox outbox(GatewayId to) {
        Outbox known = outboxes.get(to);
        if (known != null) {
            return known;
        }
        // Numbering that starts again after a split needs no care: whoever sees the other side again audits its
        // sessions.
        outboxes.keySet().removeIf(peer -> !here.isMember().test(peer.node()));
        Outbox made = new Outbox(here, to, new BusPost(to), meters);
        outboxes.put(to, made);
        return made;
    }

    private void tick() {
        if (!ticking) {
            ticking = true;
            loop.runOnContext(nothing -> flush());
        }
    }

    private void flush() {
        ticking = false;
        List<Hint> mine = own;
        own = new ArrayList<>();
        mine.forEach(this::deliver);
        outboxes.keySet().removeIf(peer -> !here.isMember().test(peer.node()));
        outboxes.values().forEach(Outbox::flush);
    }

    private void onBatch(Message<Object> message) {
        if (message.body() instanceof Buffer batch) {
            receive(batch);
        } else {
            gap(new MalformedBatch("", "a batch of hints must be bytes"));
        }
        message.reply(null);
    }

    private void receive(Buffer batch) {
        try {
            HintCodec.Header header = HintCodec.header(batch);
            boolean follows = gaps.follows(header.sender(), header.number());
            meters.count(HintMeters.Fate.RECEIVED, Math.max(0, header.count()));
            HintCodec.hints(batch, this::deliver);
            if (!follows) {
                gap(header.sender().node());
            }
        } catch (MalformedBatch e) {
            gap(e);
        }
    }

    /** Hands one hint to its receiver. If the receiver fails on it, the hints after it still follow. */
    private void deliver(Hint hint) {
        if (sessions == null) {
            return;
        }
        try {
            hint.deliver(sessions, waiters);
        } catch (RuntimeException e) {
            LOG.error("a hint could not be carried out", e);
        }
    }

    private void gap(MalformedBatch malformed) {
        meters.malformed();
        long now = here.clock().millis();
        if (now - warnedAt >= WARNING_MILLIS) { // nodes of different versions would fill the log
            warnedAt = now;
            LOG.warn("a batch of hints from node '{}' can't be read: {}", malformed.node(), malformed.getMessage());
        }
        gap(malformed.node());
    }

    private void gap(String node) {
        meters.gap();
        if (sessions != null) {
            sessions.onGap(node);
        }
    }

    /** Sends to one peer over the event bus; a peer in this process is reached without any socket. */
    private final class BusPost implements Outbox.Post {
        private final GatewayId peer;
        private final String address;
        private final DeliveryOptions options;

        BusPost(GatewayId peer) {
            this.peer = peer;
            this.address = peer.address();
            this.options = new DeliveryOptions()
                    .setSendTimeout(here.config().window().timeout().toMillis())
                    .setLocalOnly(peer.node().equals(here.self().node()));
        }

        @Override
        public Future<?> send(Buffer batch) {
            return here.vertx().eventBus().request(address, batch, options);
        }

        @Override
        public void soon() {
            tick();
        }

        @Override
        public void later(Runnable task) {
            here.vertx().setTimer(PAUSE_MILLIS, timer -> {
                if (outboxes.containsKey(peer) && reaches(peer)) {
                    task.run();
                }
            });
        }
    }
}
