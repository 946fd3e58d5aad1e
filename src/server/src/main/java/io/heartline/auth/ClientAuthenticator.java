package io.heartline.auth;

import io.vertx.core.Future;

/** Turns a client's token into who it is. */
public interface ClientAuthenticator {
    /** The principal, on the calling context; fails with {@link Unauthorized} and nothing else. */
    Future<Principal> authenticate(String token);
}
