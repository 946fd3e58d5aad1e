package io.heartline.session;

import io.heartline.auth.Origins;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a request before it becomes a WebSocket: method, origin, subprotocol, limits. Owned by its gateway's
 * event loop.
 */
final class Admission {
    static final String SUBPROTOCOL = "heartline.v1";

    private final Origins origins;
    private final Gate gate;
    private final Handler<ServerWebSocket> accepted;

    Admission(Origins origins, Gate gate, Handler<ServerWebSocket> accepted) {
        this.origins = origins;
        this.gate = gate;
        this.accepted = accepted;
    }

    /** Upgrades the request and hands on its socket, or answers why not. */
    void decide(HttpServerRequest request, int connections) {
        Refusal refusal = refusal(request, connections);
        if (refusal == null) {
            request.toWebSocket().onSuccess(accepted);
        } else {
            refuse(request.response(), refusal);
        }
    }

    private @Nullable Refusal refusal(HttpServerRequest request, int connections) {
        if (request.method() != HttpMethod.GET) {
            return new Refusal(405, "BAD_REQUEST", "a WebSocket is opened with GET", 0);
        }
        if (!request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true)) {
            return new Refusal(426, "BAD_REQUEST", "this path answers only WebSockets", 0);
        }
        List<String> offered = offered(request);
        if (!offered.isEmpty() && !offered.contains(SUBPROTOCOL)) {
            return new Refusal(400, "BAD_REQUEST", "Sec-WebSocket-Protocol: only " + SUBPROTOCOL + " is spoken", 0);
        }
        if (!origins.allows(request.getHeader(HttpHeaders.ORIGIN), request.getHeader(HttpHeaders.HOST))) {
            return new Refusal(403, "FORBIDDEN", "Origin: is not allowed to connect", 0);
        }
        return gate.refusal(request, connections);
    }

    private static List<String> offered(HttpServerRequest request) {
        return request.headers().getAll("Sec-WebSocket-Protocol").stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static void refuse(HttpServerResponse response, Refusal refusal) {
        response.setStatusCode(refusal.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (refusal.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(refusal.retryAfterSeconds()));
        }
        if (refusal.status() == 405) {
            response.putHeader(HttpHeaders.ALLOW, "GET");
        } else if (refusal.status() == 426) {
            response.putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET);
        }
        JsonObject problem = new JsonObject()
                .put("type", "about:blank")
                .put("title", response.getStatusMessage())
                .put("status", refusal.status())
                .put("detail", refusal.detail())
                .put("code", refusal.code());
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json").end(problem.toBuffer());
    }
}
