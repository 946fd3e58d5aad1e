package io.heartline.torture.workload;

import io.vertx.core.Vertx;
import java.util.function.LongSupplier;

/**
 * The client's side of the heartbeat: sends a ping after a silent interval, and reports the connection as lost after two more. Owned
 * by the connection's event loop.
 */
final class Heartbeat {
    private final Vertx vertx;
    private final LongSupplier clock;
    private final long interval;
    private final Runnable ask;
    private final Runnable lost;
    private boolean asked;
    private long due;
    private long timer;

    /** @param interval in milliseconds */
    Heartbeat(Vertx vertx, LongSupplier clock, long interval, Runnable ask, Runnable lost) {
        this.vertx = vertx;
        this.clock = clock;
        this.interval = interval;
        this.ask = ask;
        this.lost = lost;
    }

    /** Starts, also after a stop. */
    void start() {
        stop();
        heard();
        poller();
    }

    void heard() {
        asked = false;
        due = clock.getAsLong() + interval;
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    private void poller() {
        timer = vertx.setTimer(Math.max(1, due - clock.getAsLong()), now -> check());
    }

    /** Sends a ping in any case before it reports a loss, since this process itself may have been stopped. */
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
        poller();
    }
}
