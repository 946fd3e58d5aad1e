package io.heartline.session;

import io.heartline.auth.SecurityLog;
import io.heartline.session.dialect.FrameDialect;
import io.heartline.session.transport.ByteBudget;
import io.heartline.session.transport.ConnectionMeters;
import io.heartline.session.transport.TimerWheel;
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
public final class TestBench implements OutcomeListener {

    public final FakeUserStore store = new FakeUserStore();
    public final List<Object> outcomes = new ArrayList<>();
    public final SimpleMeterRegistry meters;
    public final TimerWheel timers;
    public final SessionContext context;
    public final TransportContext transports;
    public long now = 1_000_000;
    private @Nullable Runnable gathered;
    private int ids;

    /** The meters of a bench. They may be shared by many benches whose figures nobody reads. */
    record Meters(SimpleMeterRegistry registry, SessionMeters sessions, ConnectionMeters connections) {
        Meters(SimpleMeterRegistry registry) {
            this(registry, new SessionMeters(registry), new ConnectionMeters(registry));
        }
    }

    public TestBench(SessionConfig config) {
        this(config, new Meters(new SimpleMeterRegistry()));
    }

    TestBench(SessionConfig config, Meters shared) {
        this.meters = shared.registry();
        timers = new TimerWheel(now);
        context = new SessionContext(
                "n",
                0,
                config,
                store,
                this,
                timers,
                new AckBuffer(flush -> gathered = flush),
                new Retries(timers, this::time, new SplittableRandom(1)),
                null,
                shared.sessions(),
                new SecurityLog(meters, this::time),
                this::time,
                () -> 42,
                () -> "s" + ++ids);
        transports = new TransportContext(
                timers,
                this::time,
                config.maxFrameBytes(),
                config.stalledWithin(),
                shared.connections(),
                new ByteBudget(Long.MAX_VALUE),
                new ByteBudget(Long.MAX_VALUE));
    }

    private java.time.Instant time() {
        return java.time.Instant.ofEpochMilli(now);
    }

    public ClientConnection connection(String user, String device, Transport transport) {
        return connection(user, device, transport, Long.MAX_VALUE, null);
    }

    public ClientConnection connection(
            String user, String device, Transport transport, long expiresAt, @Nullable Position position) {
        LiveSession live = new LiveSession(context.ids().get(), "n", 0, LiveSession.NO_ATTEMPT, now, "websocket");
        ConnectRequest request = new ConnectRequest(
                user, live, new Attach.Target.Named(device), 300_000, position, expiresAt, Attach.NO_TOKEN);
        return new ClientConnection(context, request, transport, new FrameDialect(context, request, transport));
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

    /** Moves the clock, and with it the timers, tick by tick. */
    public void pass(long millis) {
        long end = now + millis;
        while (now < end) {
            now = Math.min(end, now + TimerWheel.TICK_MILLIS);
            timers.tick(now);
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
