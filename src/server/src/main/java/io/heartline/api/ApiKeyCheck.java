package io.heartline.api;

import io.heartline.auth.Access;
import io.heartline.auth.ApiKeys;
import io.heartline.auth.Scope;
import io.heartline.auth.SecurityLog;
import io.heartline.auth.TrustedProxies;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Checks the API key of a request. */
final class ApiKeyCheck {
    private static final String WHO = ApiKeyCheck.class.getName();
    private static final String KEY_NAME = WHO + ".key";

    private final ApiKeys keys;
    private final TrustedProxies proxies;
    private final SecurityLog security;

    ApiKeyCheck(ApiKeys keys, TrustedProxies proxies, SecurityLog security) {
        this.keys = keys;
        this.proxies = proxies;
        this.security = security;
    }

    /**
     * Throws {@link ProblemException} if the request has no key of that scope; else {@link #who} returns its sender.
     */
    void admit(RoutingContext context, Scope scope) {
        Access access = keys.check(context.request().getHeader(HttpHeaders.AUTHORIZATION), scope);
        security.checked(access, proxies.clientOf(context.request()));
        if (access instanceof Access.Unauthenticated denied) {
            throw refused(ErrorCode.UNAUTHORIZED, denied.message());
        }
        if (access instanceof Access.Forbidden forbidden) {
            throw refused(ErrorCode.FORBIDDEN, forbidden.message());
        }
        String name = ((Access.Granted) access).name();
        context.put(KEY_NAME, name);
        // Without names, publishers are distinguished by their addresses.
        context.put(WHO, name.equals(ApiKeys.ANYBODY) ? proxies.clientOf(context.request()) : name);
        if (scope == Scope.ADMIN) {
            String act = context.request().method() + " " + context.request().path();
            context.addEndHandler(answered ->
                    security.administered(name, act, context.response().getStatusCode()));
        }
    }

    /** The sender of an admitted request: the name of its key, or its address. */
    static String who(RoutingContext context) {
        return context.get(WHO, "");
    }

    /** The name of the key of an admitted request; {@link ApiKeys#ANYBODY} if none is asked for. */
    static String keyName(RoutingContext context) {
        return context.get(KEY_NAME, "");
    }

    private static ProblemException refused(ErrorCode code, String message) {
        String sentence = Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
        return Problem.of(code, sentence).exception();
    }
}
