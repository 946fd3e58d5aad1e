package io.heartline.session.gateway;

import io.heartline.auth.Origins;
import io.heartline.auth.SecurityLog;
import io.heartline.auth.TrustedProxies;
import io.heartline.session.dialect.Route;
import io.heartline.session.dialect.TokenPlace;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request before it becomes a WebSocket: method, subprotocol or user, origin, limits, token. Owned by its
 * gateway's event loop.
 */
final class Admission {
    private final Origins origins;
    private final ConnectionLimit limit;
    private final PlainAuthenticator authenticator;
    private final RefusalRecorder recorder;
    private final SecurityLog security;
    private final TrustedProxies proxies;

    Admission(
            Origins origins,
            ConnectionLimit limit,
            PlainAuthenticator authenticator,
            RefusalRecorder recorder,
            SecurityLog security,
            TrustedProxies proxies) {
        this.origins = origins;
        this.limit = limit;
        this.authenticator = authenticator;
        this.recorder = recorder;
        this.security = security;
        this.proxies = proxies;
    }

    /** Upgrades a request for heartline.v1 and passes on its socket, or refuses it. */
    void decide(HttpServerRequest request, int connections, Handler<ServerWebSocket> accepted) {
        ConnectionRefusal refusal = refusal(request, connections, OpeningRules::subprotocolFault);
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

    /** The address of the client that sent a request, for limits and for the log. */
    String address(HttpServerRequest request) {
        return proxies.clientOf(request);
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
        if (OpeningRules.isUpgrade(request)) {
            recorder.misdirected(path);
        }
    }

    /** Upgrades with the subprotocol before the token; heartline.v1 is not offered on a plain route. */
    private static Future<ServerWebSocket> upgrade(PlainClient client, HttpServerRequest request) {
        if (client.route().token() instanceof TokenPlace.InSubprotocol) {
            OpeningRules.offered(request).stream().findFirst().ifPresent(first -> request.response()
                    .putHeader(OpeningRules.OFFER, first));
        }
        request.headers().remove(OpeningRules.OFFER);
        return request.toWebSocket();
    }

    private @Nullable ConnectionRefusal refusal(HttpServerRequest request, int connections, Question own) {
        if (request.method() != HttpMethod.GET) {
            return new ConnectionRefusal(405, "METHOD_NOT_ALLOWED", "a WebSocket is opened with GET", 0);
        }
        if (!OpeningRules.isUpgrade(request)) {
            return notAWebSocket(request, connections);
        }
        ConnectionRefusal unfit = OpeningRules.fault(request);
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

    void refuse(HttpServerResponse response, ConnectionRefusal refusal) {
        recorder.refused(refusal);
        RefusalAnswer.write(response, refusal);
    }

    /** The check of one path. */
    private interface Question {
        @Nullable
        ConnectionRefusal fault(HttpServerRequest request);
    }
}
