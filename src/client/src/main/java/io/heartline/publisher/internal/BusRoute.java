package io.heartline.publisher.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;

/** Route over the event bus of a Vert.x that has joined the cluster. Stateless. */
public final class BusRoute implements Route {
    private static final String ADDRESS = "heartline.push";
    private static final int LEAST_STATUS = 400;

    private final Vertx vertx;

    public BusRoute(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Future<Reply> push(Buffer json, long timeoutMillis) {
        return vertx.eventBus()
                .<JsonObject>request(ADDRESS, json, new DeliveryOptions().setSendTimeout(timeoutMillis))
                .map(answer -> new Reply(200, answer.body().toBuffer(), 0, true))
                .otherwise(BusRoute::failed);
    }

    private static Reply failed(Throwable failure) {
        if (!(failure instanceof ReplyException reply)) {
            return Reply.lost(failure);
        }
        if (reply.failureType() == ReplyFailure.NO_HANDLERS) {
            return Reply.unreachable(failure);
        }
        boolean said = reply.failureType() == ReplyFailure.RECIPIENT_FAILURE && reply.failureCode() >= LEAST_STATUS;
        return said
                ? new Reply(reply.failureCode(), Buffer.buffer(String.valueOf(reply.getMessage())), 0, true)
                : Reply.lost(failure);
    }
}
