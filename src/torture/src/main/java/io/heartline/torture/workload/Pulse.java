package io.heartline.torture.workload;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * The client's half of the heartbeat: asks after a silent interval, and has had enough after two more. Dies with its
 * connection; owned by its event loop.
 */
final class Pulse {
    private final Vertx vertx;
    private final LongSupplier clock;
    private final long interval;
    private final Runnable ask;
    private final Runnable lost;
    private boolean asked;
    private long due;
    private long timer;

    /** In milliseconds. */
    Pulse(Vertx vertx, LongSupplier clock, long interval, Runnable ask, Runnable lost) {
        this.vertx = vertx;
        this.clock = clock;
        this.interval = interval;
        this.ask = ask;
        this.lost = lost;
    }

    /** Begins, or begins anew after a stop. */
    void start() {
        stop();
        heard();
        watch();
    }

    void heard() {
        asked = false;
        due = clock.getAsLong() + interval;
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void watch() {
        timer = vertx.setTimer(Math.max(1, due - clock.getAsLong()), now -> check());
    }

    /** Asks in any case before it has had enough: it may be this side that stood still. */
    private void check() {
        long now = clock.getAsLong();
        if (now >= due && asked) {
            lost.run();
            return;
        }
        if (now >= due) {
            asked = true;
            due = now + 2 * interval;
            ask.run();
        }
        watch();
    }
}
