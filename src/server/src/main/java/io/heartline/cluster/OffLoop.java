package io.heartline.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.Callable;

/** Runs joining and leaving on threads of their own: they block for seconds, and outlive the event loops. */
final class OffLoop {
    private OffLoop() {}

    static <T> Future<T> run(String name, Callable<T> blocking) {
        Promise<T> promise = Promise.promise();
        Thread thread = new Thread(
                () -> {
                    T result;
                    try {
                        result = blocking.call();
                    } catch (Throwable e) {
                        promise.fail(e);
                        return;
                    }
                    promise.complete(result);
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return promise.future();
    }
}
