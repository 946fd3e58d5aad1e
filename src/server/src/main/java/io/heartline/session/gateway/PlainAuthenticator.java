package io.heartline.session.gateway;

import io.heartline.auth.ClientAuthenticator;
import io.heartline.auth.Principal;
import io.heartline.auth.Unauthorized;
import io.heartline.protocol.Names;
import io.heartline.session.dialect.Query;
import io.heartline.session.dialect.Route;
import io.heartline.session.dialect.TokenPlace;
import io.heartline.session.dialect.UserPlace;
import io.heartline.user.Attach;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Authenticates a request on a plain route by its URL, its token, or both. Owned by its gateway's event loop. */
final class PlainAuthenticator {
    private static final Logger LOG = LoggerFactory.getLogger(PlainAuthenticator.class);
    private static final String BEARER = "bearer ";

    private final @Nullable ClientAuthenticator authenticator;

    /** Without an {@code authenticator} each client is the user that its URL names, and tokens are ignored. */
    PlainAuthenticator(@Nullable ClientAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** Checks that the URL names a user, if it has to; returns null if so. */
    static @Nullable ConnectionRefusal fault(Route route, HttpServerRequest request) {
        if (route.user() instanceof UserPlace.InToken) {
            return null;
        }
        String user = named(route, request);
        if (user == null) {
            return new ConnectionRefusal(400, "BAD_REQUEST", "user: " + route.user() + " is missing or malformed", 0);
        }
        return Names.isUser(user)
                ? null
                : new ConnectionRefusal(400, "BAD_REQUEST", "user: " + route.user() + " " + Names.USER_RULE, 0);
    }

    /** The user that the URL names; null if it names none. */
    static @Nullable String named(Route route, HttpServerRequest request) {
        return route.userIn(request.path(), new Query(request.query()));
    }

    /** Tells whether requests on this route need a token. */
    boolean asks(Route route) {
        return authenticator != null && route.token().isSomewhere();
    }

    /** Has the token checked, if the route has one; never fails. The URL must have been checked before. */
    Future<Result> identify(Route route, HttpServerRequest request) {
        String named = named(route, request);
        if (authenticator == null || !route.token().isSomewhere()) {
            return Future.succeededFuture(
                    new PlainClient(route, String.valueOf(named), Long.MAX_VALUE, Attach.NO_TOKEN));
        }
        String token = token(route.token(), request);
        return token == null
                ? Future.succeededFuture(refusal(Unauthorized.invalid("token: " + route.token() + " is missing")))
                : authenticator
                        .authenticate(token)
                        .map(who -> result(route, named, who))
                        .otherwise(PlainAuthenticator::refusal);
    }

    private static @Nullable String token(TokenPlace place, HttpServerRequest request) {
        if (place instanceof TokenPlace.InQuery parameter) {
            return new Query(request.query()).named(parameter.name());
        } else if (place instanceof TokenPlace.InHeader) {
            String header = request.getHeader(HttpHeaders.AUTHORIZATION);
            boolean bearer = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
            return bearer ? header.substring(BEARER.length()).strip() : null;
        }
        List<String> offered = OpeningRules.offered(request);
        return offered.isEmpty() ? null : offered.get(offered.size() - 1);
    }

    private static Result result(Route route, @Nullable String named, Principal who) {
        if (who.device() != null) {
            return refusal(Unauthorized.invalid("token: is for another device"));
        }
        return named == null || named.equals(who.user())
                ? new PlainClient(route, who.user(), who.expiresAt(), who.issuedAt())
                : new ConnectionRefusal(403, "FORBIDDEN", "user: " + route.user() + " is not whom the token names", 0);
    }

    private static Result refusal(Throwable failure) {
        if (failure instanceof Unauthorized refused) {
            return refusal(refused);
        }
        LOG.error("the authenticator failed", failure);
        return new ConnectionRefusal(500, "INTERNAL", "the token could not be checked", 0);
    }

    private static int wholeSeconds(long millis) {
        return (int) ((millis + 999) / 1_000);
    }

    private static ConnectionRefusal refusal(Unauthorized refused) {
        String reason = String.valueOf(refused.getMessage());
        return refused.retryAfterMillis() == 0
                ? new ConnectionRefusal(401, "UNAUTHORIZED", reason, 0, refused)
                : new ConnectionRefusal(503, "UNAVAILABLE", reason, wholeSeconds(refused.retryAfterMillis()), refused);
    }

    /** An authenticated client, or the refusal of its connection. */
    sealed interface Result permits PlainClient, ConnectionRefusal {}
}
