package io.heartline.api;

import io.heartline.auth.Access;
import io.heartline.auth.ApiKeys;
import io.heartline.auth.Scope;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Lets in who may do what it asks for. */
final class ApiKeyCheck {
    private static final String WHO = ApiKeyCheck.class.getName();

    private final ApiKeys keys;

    ApiKeyCheck(ApiKeys keys) {
        this.keys = keys;
    }

    /** Throws {@link ProblemException} where the sender of the request has no key of that scope; else {@link #who} knows it. */
    void admit(RoutingContext context, Scope scope) {
        Access access = keys.check(context.request().getHeader(HttpHeaders.AUTHORIZATION), scope);
        if (access instanceof Access.Unauthenticated denied) {
            throw refused(ErrorCode.UNAUTHORIZED, denied.message());
        }
        if (access instanceof Access.Forbidden forbidden) {
            throw refused(ErrorCode.FORBIDDEN, forbidden.message());
        }
        String name = ((Access.Granted) access).name();
        // Where there are no names, publishers are told apart by where they come from.
        context.put(
                WHO,
                name.equals(ApiKeys.ANYBODY) ? context.request().remoteAddress().hostAddress() : name);
    }

    /** Who sent an admitted request: the name of its key, or the address it came from. */
    static String who(RoutingContext context) {
        return context.get(WHO, "");
    }

    private static ProblemException refused(ErrorCode code, String message) {
        String sentence = Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
        return Problem.of(code, sentence).exception();
    }
}
