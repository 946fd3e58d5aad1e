package io.heartline.auth;

import io.vertx.core.Future;

/** Authenticates a client by its token. */
public interface ClientAuthenticator {
    /** The principal, on the calling context; fails with {@link Unauthorized} and nothing else. */
    Future<Principal> authenticate(String token);
}
