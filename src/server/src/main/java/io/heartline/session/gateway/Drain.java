package io.heartline.session.gateway;

import io.heartline.protocol.CloseCode;
import io.heartline.session.Disconnect;
import io.heartline.session.Session;
import io.heartline.session.SessionContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * Disconnects the sessions of a gateway at an even pace, and asks each client to wait a random time before it
 * reconnects. Owned by its gateway's event loop.
 */
final class Drain {
    private static final long STEP_MILLIS = 100;

    private final SessionHub hub;
    private final SessionContext context;
    private final RandomGenerator random;
    private final long spreadMillis;
    private Queue<Session> waiting = new ArrayDeque<>();
    private int atOnce;

    Drain(SessionHub hub, SessionContext context, RandomGenerator random, Duration spread) {
        this.hub = hub;
        this.context = context;
        this.random = random;
        this.spreadMillis = spread.toMillis();
    }

    /** Disconnects all sessions within {@code over}; completes when each is detached. */
    Future<Void> run(Duration over) {
        waiting = new ArrayDeque<>(hub.all());
        long steps = Math.max(1, over.toMillis() / STEP_MILLIS);
        atOnce = (int) Math.max(1, (waiting.size() + steps - 1) / steps);
        step();
        return hub.empty();
    }

    private void step() {
        for (int i = 0; i < atOnce && !waiting.isEmpty(); i++) {
            waiting.remove().close(goodbye());
        }
        context.acks().flush();
        if (waiting.isEmpty()) {
            waiting.addAll(hub.all()); // sessions whose handshake was still running
        }
        if (!waiting.isEmpty()) {
            context.timers().at(context.now() + STEP_MILLIS, this::step);
        }
    }

    private Disconnect goodbye() {
        return new Disconnect(CloseCode.DRAINING, "this node is leaving", random.nextLong(spreadMillis + 1));
    }
}
