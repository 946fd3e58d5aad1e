package io.heartline.api;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
final class Gate {
    void admit(HttpServerRequest request, @Nullable Scope scope) { }
    String who(HttpServerRequest request) { return request.remoteAddress().hostAddress(); }
}
