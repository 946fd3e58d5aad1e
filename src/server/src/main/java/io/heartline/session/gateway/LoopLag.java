package io.heartline.session.gateway;

import io.heartline.session.SessionMeters;
import java.time.InstantSource;

/** Measures the delay of the event loop, which every task on it shares. Owned by that event loop. */
final class LoopLag {
    private final long intervalMillis;
    private final InstantSource clock;
    private final SessionMeters meters;
    private long expected;

    LoopLag(long intervalMillis, InstantSource clock, SessionMeters meters) {
        this.intervalMillis = intervalMillis;
        this.clock = clock;
        this.meters = meters;
        this.expected = clock.millis() + intervalMillis;
    }

    /** Called every interval, as far as the event loop keeps up. */
    void tick() {
        long now = clock.millis();
        meters.lagged(now - expected);
        expected = now + intervalMillis;
    }
}
