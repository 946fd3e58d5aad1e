package io.heartline.session.gateway;

import io.heartline.session.SessionMeters;
import java.time.InstantSource;

/** How late an event loop runs what is due: how long everything on it waits. Owned by that event loop. */
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

    /** Called every interval, as far as the event loop manages to. */
    void tick() {
        long now = clock.millis();
        meters.lagged(now - expected);
        expected = now + intervalMillis;
    }
}
