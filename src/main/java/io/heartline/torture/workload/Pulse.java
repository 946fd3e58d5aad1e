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
    private long heard;
    private boolean asked;
    private long askedAt;
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
        heard = clock.getAsLong();
        asked = false;
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void watch() {
        timer = vertx.setTimer(Math.max(1, due() - clock.getAsLong()), now -> check());
    }

    private long due() {
        return asked ? askedAt + 2 * interval : heard + interval;
    }

    /** Asks in any case before it has had enough: it may be this side that stood still. */
    private void check() {
        long now = clock.getAsLong();
        if (now < due()) {
            watch();
        } else if (asked) {
            lost.run();
        } else {
            asked = true;
            askedAt = now;
            ask.run();
            watch();
        }
    }
}
