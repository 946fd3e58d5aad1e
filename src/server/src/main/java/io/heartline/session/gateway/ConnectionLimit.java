package io.heartline.session.gateway;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Limits on connections: their number and their rate. Called on the gateway's event loop. */
@FunctionalInterface
public interface ConnectionLimit {
    /**
     * Why this request may not become a connection now; null where it may.
     *
     * @param connections how many connections the gateway has, those included that are still shaking hands
     */
    @Nullable
    ConnectionRefusal refusal(HttpServerRequest request, int connections);
}
