package io.heartline.session;

import io.heartline.session.dialect.FrameDialect;
import io.heartline.session.transport.ConnectionMeters;
import io.heartline.session.transport.Heartbeat;
import io.heartline.session.transport.Transport;
import io.heartline.session.transport.TransportContext;
import io.heartline.user.AckOutcome.Acked;
import io.heartline.user.Attach;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.Detach.Detached;
import io.heartline.user.LiveSession;
import io.heartline.user.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A gateway without event loop, sockets or cluster: the test moves its clock and answers its commands. */
public final class TestBench implements Outcomes {

    public final FakeStore store = new FakeStore();
    public final List<Object> outcomes = new ArrayList<>();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    public final Heartbeat heartbeat;
    public final Gateway gateway;
    public final TransportContext transports;
    public long now = 1_000_000;
    private @Nullable Runnable gathered;
    private int ids;

    public TestBench(SessionConfig config) {
        heartbeat = new Heartbeat(now);
        gateway = new Gateway(
                "n",
                0,
                config,
                store,
                this,
                heartbeat,
                new AckBuffer(flush -> gathered = flush),
                new Retries(heartbeat, this::time, new SplittableRandom(1)),
                null,
                new SessionMeters(meters),
                this::time,
                () -> 42,
                () -> "s" + ++ids);
        transports = new TransportContext(
                heartbeat, this::time, config.maxFrameBytes(), config.stalledWithin(), new ConnectionMeters(meters));
    }

    private java.time.Instant time() {
        return java.time.Instant.ofEpochMilli(now);
    }

    public Link link(String user, String device, Transport transport) {
        return link(user, device, transport, Long.MAX_VALUE, null);
    }

    public Link link(String user, String device, Transport transport, long expiresAt, @Nullable Position position) {
        LiveSession live = new LiveSession(gateway.ids().get(), "n", 0, LiveSession.NO_ATTEMPT, now, "websocket");
        Arrival arrival = new Arrival(user, live, new Attach.Target.Named(device), 300_000, position, expiresAt);
        return new Link(gateway, arrival, transport, new FrameDialect(gateway, arrival, transport));
    }

    public boolean hasGatheredAcks() {
        return gathered != null;
    }

    public void flushAcks() {
        Runnable flush = gathered;
        gathered = null;
        if (flush != null) {
            flush.run();
        }
    }

    /** Moves the clock, and with it the heartbeat, tick by tick. */
    public void pass(long millis) {
        long end = now + millis;
        while (now < end) {
            now = Math.min(end, now + Heartbeat.TICK_MILLIS);
            heartbeat.tick(now);
        }
    }

    @Override
    public void attached(String user, Attached outcome) {
        outcomes.add(outcome);
    }

    @Override
    public void acked(String user, String epoch, String device, Acked outcome) {
        outcomes.add(outcome);
    }

    @Override
    public void detached(String user, Detached outcome) {
        outcomes.add(outcome);
    }
}
