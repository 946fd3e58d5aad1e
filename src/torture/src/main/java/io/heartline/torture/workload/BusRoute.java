package io.heartline.torture.workload;

import io.vertx.core.Future;

/** Pushes over the event bus. Nothing it returns fails. */
interface BusRoute {
    void start();

    /** Whether there is a bus to push over just now. */
    boolean isReady();

    Future<Answer> push(Push push);

    Future<Void> close();
}
