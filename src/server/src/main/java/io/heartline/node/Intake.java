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
 * What one gateway takes from publishers, and how that ends when its node leaves. Any thread; the work is done on the
 * gateway's event loop.
 *
 * @param bus completes once the gateway takes pushes from the event bus
 */
record Intake(Context loop, Future<BusApi> bus, OpenRequests requests, PushService pushes) {

    /** Takes no more pushes from the event bus; done once all nodes know, so that they ask others. */
    Future<Void> leaveBus() {
        return onLoop(() -> bus.compose(BusApi::close));
    }

    /**
     * Brings to an end what is under way, once nothing new is taken.
     *
     * @param within how long that may take; half of it is for batches to end by themselves
     * @return completes when all is answered; fails where that took too long
     */
    Future<Void> finish(Duration within) {
        return onLoop(() -> {
            pushes.answerWaiting();
            long timer = loop.owner().setTimer(Math.max(1, within.toMillis() / 2), half -> requests.finish());
            return requests.answered()
                    .timeout(within.toMillis(), TimeUnit.MILLISECONDS)
                    .onComplete(any -> loop.owner().cancelTimer(timer));
        });
    }

    private Future<Void> onLoop(Supplier<Future<Void>> work) {
        return Future.future(promise -> loop.runOnContext(now -> work.get().onComplete(promise)));
    }
}
