package io.heartline.session.gateway;

import io.heartline.auth.Origins;
import io.heartline.auth.SecurityLog;
import io.heartline.session.dialect.Route;
import io.heartline.session.dialect.TokenPlace;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request before it becomes a WebSocket: method, subprotocol or user, origin, limits, token. Owned by its
 * gateway's event loop.
 */
final class Admission {
    static final String SUBPROTOCOL = "heartline.v1";

    private static final String VERSION = "13";
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");
    private static final String OFFER = "Sec-WebSocket-Protocol";

    private final Origins origins;
    private final ConnectionLimit limit;
    private final PlainAuthenticator authenticator;
    private final RefusalRecorder recorder;
    private final SecurityLog security;

    Admission(
            Origins origins,
            ConnectionLimit limit,
            PlainAuthenticator authenticator,
            RefusalRecorder recorder,
            SecurityLog security) {
        this.origins = origins;
        this.limit = limit;
        this.authenticator = authenticator;
        this.recorder = recorder;
        this.security = security;
    }

    /** Upgrades a request for heartline.v1 and passes on its socket, or refuses it. */
    void decide(HttpServerRequest request, int connections, Handler<ServerWebSocket> accepted) {
        ConnectionRefusal refusal = refusal(request, connections, Admission::subprotocolFault);
        if (refusal == null) {
            request.toWebSocket().onSuccess(accepted);
        } else {
            refuse(request.response(), refusal);
        }
    }

    /** Upgrades a request on a plain route and passes on its client and its socket, or refuses it. */
    void decide(
            Route route,
            HttpServerRequest request,
            int connections,
            BiConsumer<PlainClient, ServerWebSocket> accepted) {
        ConnectionRefusal refusal = refusal(request, connections, asking -> PlainAuthenticator.fault(route, asking));
        if (refusal != null) {
            refuse(request.response(), refusal);
            return;
        }
        identify(route, request, client -> upgrade(client, request)
                .onSuccess(socket -> accepted.accept(client, socket)));
    }

    /**
     * Admits a request that opens a connection without a WebSocket, or refuses it.
     *
     * @param route null for heartline.v1, whose client is authenticated later
     */
    void admit(
            HttpServerRequest request,
            @Nullable Route route,
            int connections,
            Consumer<? super @Nullable PlainClient> admitted) {
        ConnectionRefusal fault = route == null ? null : PlainAuthenticator.fault(route, request);
        ConnectionRefusal refusal = fault != null ? fault : limit.refusal(request, connections);
        if (refusal != null) {
            refuse(request.response(), refusal);
        } else if (route == null) {
            admitted.accept(null);
        } else {
            identify(route, request, admitted);
        }
    }

    /** Admits a request to an open session of {@code user}, or refuses it: its URL and its token must name no one else. */
    void admitAgain(HttpServerRequest request, Route route, String user, Runnable admitted) {
        String named = PlainAuthenticator.named(route, request);
        if (named != null && !named.equals(user)) {
            refuse(request.response(), anotherUser());
        } else if (!authenticator.asks(route)) {
            admitted.run();
        } else {
            identify(route, request, client -> {
                if (client.user().equals(user)) {
                    admitted.run();
                } else {
                    refuse(request.response(), anotherUser());
                }
            });
        }
    }

    private static ConnectionRefusal anotherUser() {
        return new ConnectionRefusal(403, "FORBIDDEN", "user: this session belongs to another user", 0);
    }

    private void identify(Route route, HttpServerRequest request, Consumer<? super PlainClient> known) {
        request.pause(); // until its token has been checked
        authenticator.identify(route, request).onSuccess(result -> {
            if (result instanceof PlainClient client) {
                known.accept(client);
            } else {
                ConnectionRefusal refusal = (ConnectionRefusal) result;
                if (refusal.token() != null) {
                    security.refusedToken(refusal.token(), address(request));
                } else if (refusal.status() == 403) {
                    security.forbiddenToken(refusal.detail(), address(request));
                }
                refuse(request.response(), refusal);
            }
            request.resume();
        });
    }

    boolean allowsOrigin(HttpServerRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        boolean allowed = origins.allows(origin, request.getHeader(HttpHeaders.HOST));
        if (!allowed) {
            security.refusedOrigin(String.valueOf(origin), address(request));
        }
        return allowed;
    }

    private static String address(HttpServerRequest request) {
        return request.remoteAddress() == null
                ? ""
                : String.valueOf(request.remoteAddress().hostAddress());
    }

    /** The answer to a page that may not connect; it says what to do, because its author sees nothing else. */
    static ConnectionRefusal forbiddenOrigin(HttpServerRequest request) {
        return forbiddenOrigin(request.getHeader(HttpHeaders.ORIGIN));
    }

    private static ConnectionRefusal forbiddenOrigin(@Nullable String origin) {
        String detail = "Origin: " + Printable.of(String.valueOf(origin))
                + " is not allowed to connect. The option --origins of the node must list it";
        return new ConnectionRefusal(403, "FORBIDDEN", detail, 0);
    }

    /** Notes a request that is not for a WebSocket here, though it may ask for one. */
    void passOn(HttpServerRequest request, String path) {
        if (isUpgrade(request)) {
            recorder.misdirected(path);
        }
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
    }

    /** Upgrades with the subprotocol before the token; heartline.v1 is not offered on a plain route. */
    private static Future<ServerWebSocket> upgrade(PlainClient client, HttpServerRequest request) {
        if (client.route().token() instanceof TokenPlace.InSubprotocol) {
            offered(request).stream().findFirst().ifPresent(first -> request.response()
                    .putHeader(OFFER, first));
        }
        request.headers().remove(OFFER);
        return request.toWebSocket();
    }

    private @Nullable ConnectionRefusal refusal(HttpServerRequest request, int connections, Question own) {
        if (request.method() != HttpMethod.GET) {
            return new ConnectionRefusal(405, "METHOD_NOT_ALLOWED", "a WebSocket is opened with GET", 0);
        }
        if (!isUpgrade(request)) {
            return notAWebSocket(request, connections);
        }
        ConnectionRefusal unfit = unfit(request);
        if (unfit != null) {
            return unfit;
        }
        ConnectionRefusal fault = own.fault(request);
        if (fault != null) {
            return fault;
        }
        if (!allowsOrigin(request)) {
            return forbiddenOrigin(request);
        }
        return limit.refusal(request, connections);
    }

    /** The refusal that a WebSocket would get too: a client asks in this way why its WebSocket does not open. */
    private ConnectionRefusal notAWebSocket(HttpServerRequest request, int connections) {
        String origin = PageOrigin.of(request);
        ConnectionRefusal same = origins.allows(origin, request.getHeader(HttpHeaders.HOST))
                ? limit.refusal(request, connections)
                : forbiddenOrigin(origin);
        return same != null
                ? same
                : new ConnectionRefusal(
                        426,
                        "BAD_REQUEST",
                        "this path answers only WebSockets. A proxy on the way must pass on the header Upgrade",
                        0);
    }

    /** Checks the rules of RFC 6455, section 4, that Vert.x does not check. */
    private static @Nullable ConnectionRefusal unfit(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_1_0) {
            return new ConnectionRefusal(505, "BAD_REQUEST", "a WebSocket is opened with HTTP/1.1", 0);
        }
        if (request.getHeader(HttpHeaders.HOST) == null) {
            return new ConnectionRefusal(400, "BAD_REQUEST", "Host: is missing", 0);
        }
        if (!VERSION.equals(request.getHeader("Sec-WebSocket-Version"))) {
            return new ConnectionRefusal(426, "BAD_REQUEST", "Sec-WebSocket-Version: must be " + VERSION, 0);
        }
        String key = request.getHeader("Sec-WebSocket-Key");
        if (key != null && !KEY.matcher(key.strip()).matches()) {
            return new ConnectionRefusal(400, "BAD_REQUEST", "Sec-WebSocket-Key: must be 16 bytes in base64", 0);
        }
        return hasContent(request)
                ? new ConnectionRefusal(400, "BAD_REQUEST", "a request that opens a WebSocket has no content", 0)
                : null;
    }

    private static boolean hasContent(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private static @Nullable ConnectionRefusal subprotocolFault(HttpServerRequest request) {
        List<String> offered = offered(request);
        return offered.isEmpty() || offered.contains(SUBPROTOCOL)
                ? null
                : new ConnectionRefusal(400, "BAD_REQUEST", OFFER + ": only " + SUBPROTOCOL + " is spoken", 0);
    }

    /** The subprotocols that a client offers. */
    static List<String> offered(HttpServerRequest request) {
        return request.headers().getAll(OFFER).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    void refuse(HttpServerResponse response, ConnectionRefusal refusal) {
        recorder.refused(refusal);
        answer(response, refusal);
    }

    /** Answers with the problem document of a refusal that is counted elsewhere. */
    static void answer(HttpServerResponse response, ConnectionRefusal refusal) {
        response.setStatusCode(refusal.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (refusal.retryAfterSeconds() > 0) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(refusal.retryAfterSeconds()));
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE); // it must not keep the file that is missing
        }
        if (refusal.status() == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        } else if (refusal.status() == 405) {
            response.putHeader(HttpHeaders.ALLOW, "GET");
        } else if (refusal.status() == 426) {
            response.putHeader(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET).putHeader("Sec-WebSocket-Version", VERSION);
        }
        if (!response.headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            // A page of any origin may read why it may not connect.
            response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        }
        JsonObject problem = new JsonObject()
                .put("type", "about:blank")
                .put("title", response.getStatusMessage())
                .put("status", refusal.status())
                .put("detail", refusal.detail())
                .put("code", refusal.code());
        response.putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json").end(problem.toBuffer());
    }

    /** The check of one path. */
    private interface Question {
        @Nullable
        ConnectionRefusal fault(HttpServerRequest request);
    }
}
