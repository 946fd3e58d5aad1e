package io.heartline.api;

import io.heartline.auth.Scope;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * One operation of the HTTP API.
 *
 * @param path with {@code :name} for each variable
 * @param scope the scope that a key needs; null if none is needed
 */
record Operation(HttpMethod method, String path, @Nullable Scope scope, Handler<RoutingContext> handler) {

    static Operation get(String path, @Nullable Scope scope, Handler<RoutingContext> handler) {
        return new Operation(HttpMethod.GET, path, scope, handler);
    }

    static Operation post(String path, Scope scope, Handler<RoutingContext> handler) {
        return new Operation(HttpMethod.POST, path, scope, handler);
    }

    static Operation delete(String path, Scope scope, Handler<RoutingContext> handler) {
        return new Operation(HttpMethod.DELETE, path, scope, handler);
    }
}
