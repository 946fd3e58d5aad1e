package io.heartline.session.gateway;

import io.heartline.session.Session;
import io.heartline.session.transport.TimerWheel;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;

/** Paces the audits of many sessions. Owned by its gateway's event loop. */
final class Audits {
    private static final int AT_ONCE = 50;
    private static final long PAUSE_MILLIS = 100;

    private final TimerWheel timers;
    private final InstantSource clock;
    private Queue<Session> waiting = new ArrayDeque<>();

    Audits(TimerWheel timers, InstantSource clock) {
        this.timers = timers;
        this.clock = clock;
    }

    /** Lets all of these sessions audit; earlier ones that still wait are included. */
    void start(Collection<Session> sessions) {
        boolean idle = waiting.isEmpty();
        waiting = new ArrayDeque<>(sessions);
        if (idle) {
            step();
        }
    }

    private void step() {
        for (int i = 0; i < AT_ONCE && !waiting.isEmpty(); i++) {
            waiting.remove().audit();
        }
        if (!waiting.isEmpty()) {
            timers.at(clock.millis() + PAUSE_MILLIS, this::step);
        }
    }
}
