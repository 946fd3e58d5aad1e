package io.heartline.session.gateway;

import io.heartline.session.dialect.Route;
import io.heartline.session.transport.SockJsResponse.Format;
import io.heartline.session.transport.SockJsWebSocket;
import io.heartline.session.transport.Transport;
import io.heartline.session.transport.TransportContext;
import io.heartline.session.transport.WebSocketTransport;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the requests of SockJS clients, over a WebSocket or over HTTP polls, for heartline.v1 and for plain routes.
 * Owned by its gateway's event loop.
 */
final class SockJsEndpoint {
    /**
     * {@code /<server>/<session>/<transport>}: the server is for load balancers, the session is chosen by the client.
     */
    private static final Pattern SESSION = Pattern.compile(".*/[^/.]{1,64}/([^/.]{1,64})/([a-z_]+)");

    private static final String SECONDS_OF_PREFLIGHT = "86400";

    private final TransportContext transports;
    private final Admission admission;
    private final ConnectionAcceptor acceptor;
    private final ContextInternal loop;
    private final SockJsRequests requests;

    SockJsEndpoint(
            ContextInternal loop, TransportContext transports, Admission admission, ConnectionAcceptor acceptor) {
        this.transports = transports;
        this.admission = admission;
        this.acceptor = acceptor;
        this.loop = loop;
        this.requests = new SockJsRequests(loop, transports, admission, acceptor);
    }

    /** Answers a request below a SockJS path: of this route, or of heartline.v1 if the route is null. */
    void handle(HttpServerRequest request, @Nullable Route route) {
        if (!admission.allowsOrigin(request)) {
            admission.refuse(request.response(), Admission.forbiddenOrigin(request));
            return;
        }
        share(request);
        Matcher named = SESSION.matcher(request.path());
        if (request.path().endsWith("/info")) {
            only(HttpMethod.GET, request, () -> info(request.response()));
        } else if (!named.matches()) {
            request.response().setStatusCode(404).end();
        } else {
            // Sessions of different routes are different, even if their names are the same.
            String session = (route == null ? "" : route.name()) + "/" + named.group(1);
            onSession(request, route, session, named.group(2));
        }
    }

    private void onSession(HttpServerRequest request, @Nullable Route route, String session, String transport) {
        switch (transport) {
            case "websocket" -> webSocket(request, route);
            case "xhr" -> only(HttpMethod.POST, request, () -> requests.poll(request, route, session, Format.POLL));
            case "xhr_streaming" ->
                only(HttpMethod.POST, request, () -> requests.poll(request, route, session, Format.STREAM));
            case "eventsource" ->
                only(HttpMethod.GET, request, () -> requests.poll(request, route, session, Format.EVENTS));
            case "xhr_send" -> only(HttpMethod.POST, request, () -> requests.send(request, route, session));
            default -> request.response().setStatusCode(404).end();
        }
    }

    /** Allows pages of other hosts to read the answers, if their origin is allowed. */
    private static void share(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform");
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            response.putHeader("Access-Control-Allow-Origin", origin);
            response.putHeader("Access-Control-Allow-Credentials", "true");
            response.putHeader("Vary", "Origin");
        }
    }

    private static void only(HttpMethod method, HttpServerRequest request, Runnable then) {
        HttpServerResponse response = request.response();
        if (request.method() == method) {
            then.run();
        } else if (request.method() == HttpMethod.OPTIONS) {
            String asked = request.getHeader("Access-Control-Request-Headers");
            if (asked != null) {
                response.putHeader("Access-Control-Allow-Headers", asked);
            }
            response.putHeader("Access-Control-Allow-Methods", "OPTIONS, " + method.name())
                    .putHeader("Access-Control-Max-Age", SECONDS_OF_PREFLIGHT)
                    .setStatusCode(204)
                    .end();
        } else {
            response.setStatusCode(405)
                    .putHeader(HttpHeaders.ALLOW, method.name())
                    .end();
        }
    }

    private void info(HttpServerResponse response) {
        JsonObject info = new JsonObject()
                .put("websocket", true)
                .put("cookie_needed", false)
                .put("origins", new JsonArray().add("*:*"))
                .put(
                        "entropy",
                        Integer.toUnsignedLong(ThreadLocalRandom.current().nextInt()));
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=UTF-8")
                .end(info.toBuffer());
    }

    private void webSocket(HttpServerRequest request, @Nullable Route route) {
        String address = admission.address(request);
        if (route == null) {
            admission.decide(
                    request, acceptor.connections(), socket -> acceptor.accept(transport(address, socket), null));
        } else {
            admission.decide(
                    route,
                    request,
                    acceptor.connections(),
                    (client, socket) -> acceptor.accept(transport(address, socket), client));
        }
    }

    private Transport transport(String address, ServerWebSocket socket) {
        return SockJsWebSocket.over(WebSocketTransport.over("sockjs", address, socket, loop, transports), transports);
    }
}
