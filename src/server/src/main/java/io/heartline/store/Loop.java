package io.heartline.store;

import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;

/** The event loop of a store. Tasks run one at a time, on the thread that owns all state of the store. */
interface Loop {
    /** Runs a task on a later turn. */
    void soon(Runnable task);

    void after(long millis, Runnable task);

    static Loop of(Context owner) {
        ContextInternal context = (ContextInternal) owner;
        return new Loop() {
            @Override
            public void soon(Runnable task) {
                context.runOnContext(turn -> task.run());
            }

            @Override
            public void after(long millis, Runnable task) {
                context.setTimer(millis, timer -> task.run());
            }
        };
    }
}
