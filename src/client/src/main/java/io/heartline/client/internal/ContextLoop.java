package io.heartline.client.internal;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Loop on a Vert.x context. */
public final class ContextLoop implements Loop {
    private final Context context;
    private final Vertx vertx;

    public ContextLoop(Context context) {
        this.context = context;
        this.vertx = context.owner();
    }

    @Override
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public long wall() {
        return System.currentTimeMillis();
    }

    @Override
    public void run(Runnable task) {
        context.runOnContext(turn -> task.run());
    }

    @Override
    public Timer after(long millis, Runnable task) {
        long id = vertx.setTimer(Math.max(1, millis), due -> task.run());
        return () -> vertx.cancelTimer(id);
    }
}
