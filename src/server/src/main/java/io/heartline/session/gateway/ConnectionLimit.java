package io.heartline.session.gateway;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Limits the number and the rate of connections. Called on the gateway's event loop. */
@FunctionalInterface
public interface ConnectionLimit {
    /**
     * Checks a request to connect; returns null if it may.
     *
     * @param connections the number of the gateway's connections, including those that are still shaking hands
     */
    @Nullable
    ConnectionRefusal refusal(HttpServerRequest request, int connections);
}
