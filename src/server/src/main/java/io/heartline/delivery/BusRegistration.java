package io.heartline.delivery;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One registration on the event bus, retried if the cluster could not take it. Owned by one event loop. */
final class BusRegistration {
    private static final Logger LOG = LoggerFactory.getLogger(BusRegistration.class);
    private static final int ATTEMPTS = 10;
    private static final long PAUSE_MILLIS = 1_000;

    private final Vertx vertx;
    private final String address;
    private final Handler<Message<Object>> handler;
    private boolean stopped;
    private @Nullable MessageConsumer<Object> consumer;

    BusRegistration(Vertx vertx, String address, Handler<Message<Object>> handler) {
        this.vertx = vertx;
        this.address = address;
        this.handler = handler;
    }

    /** Completes once the whole cluster can reach the address; fails if {@value #ATTEMPTS} attempts did. */
    Future<Void> start() {
        return attempt(1);
    }

    Future<Void> stop() {
        stopped = true;
        return consumer == null ? Future.succeededFuture() : consumer.unregister();
    }

    private Future<Void> attempt(int n) {
        MessageConsumer<Object> registering = vertx.eventBus().consumer(address, handler);
        consumer = registering;
        return registering.completion().recover(failure -> {
            if (n == ATTEMPTS || stopped) {
                return Future.failedFuture(failure);
            }
            LOG.warn("the address {} could not be registered, trying again: {}", address, failure.toString());
            return registering
                    .unregister()
                    .otherwiseEmpty()
                    .compose(gone -> vertx.timer(PAUSE_MILLIS, TimeUnit.MILLISECONDS))
                    .compose(waited -> stopped ? Future.failedFuture(failure) : attempt(n + 1));
        });
    }
}
