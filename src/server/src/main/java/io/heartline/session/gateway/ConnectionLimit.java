package io.heartline.session.gateway;

import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Limits the number and the rate of connections, and the bytes that are held for those without a session. Called on the
 * gateway's event loop.
 */
@FunctionalInterface
public interface ConnectionLimit {
    /**
     * Checks the number of connections at a request to open a session; returns null if it may.
     *
     * @param connections the number of the gateway's other connections, of any kind
     */
    @Nullable
    ConnectionRefusal refusal(HttpServerRequest request, int connections);

    /** Counts one connection against the rate of its address, if that is not exceeded; returns null if it is not. */
    default @Nullable ConnectionRefusal rate(HttpServerRequest request) {
        return null;
    }

    /** The most connections that are kept open after an answer. */
    default int most() {
        return Integer.MAX_VALUE;
    }

    /** The most connections beyond {@link #most} that the system lets the gateway open. */
    default int extra() {
        return Integer.MAX_VALUE;
    }

    /** The most bytes that are held for connections without a session, and as many again for unfinished messages. */
    default long mostBytes() {
        return Long.MAX_VALUE / 2;
    }
}
