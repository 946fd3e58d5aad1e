package io.heartline.torture.workload;

import io.vertx.core.Future;

/** Publishes over the event bus. The futures that it returns never fail. */
interface BusRoute {
    void start();

    /** True if a push can be sent now. */
    boolean isReady();

    Future<Answer> push(Push push);

    Future<Void> close();
}
