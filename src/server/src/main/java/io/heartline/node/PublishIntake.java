package io.heartline.node;

import io.heartline.api.BusApi;
import io.heartline.api.OpenRequests;
import io.heartline.delivery.PushService;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The pushes that one gateway accepts, over HTTP and the event bus, and their end when its node leaves. Any thread; the work is
 * done on the gateway's event loop.
 *
 * @param bus completes once the gateway takes pushes from the event bus
 */
record PublishIntake(Context loop, Future<BusApi> bus, OpenRequests requests, PushService pushes) {

    /** Accepts no more pushes from the event bus; completes once all nodes know, so that they ask others. */
    Future<Void> leaveBus() {
        return onLoop(() -> bus.compose(BusApi::close));
    }

    /**
     * Answers all open requests and batches, once nothing new is accepted.
     *
     * @param within the time for it
     * @param batches the part of it for batches to end by themselves
     * @return completes when all is answered; fails if that took too long
     */
    Future<Void> finish(Duration within, Duration batches) {
        return onLoop(() -> {
            pushes.answerWaiting();
            long timer = loop.owner().setTimer(Math.max(1, batches.toMillis()), over -> requests.finish());
            return requests.answered()
                    .timeout(within.toMillis(), TimeUnit.MILLISECONDS)
                    .onComplete(any -> loop.owner().cancelTimer(timer));
        });
    }

    private Future<Void> onLoop(Supplier<Future<Void>> work) {
        return Future.future(promise -> loop.runOnContext(now -> work.get().onComplete(promise)));
    }
}
