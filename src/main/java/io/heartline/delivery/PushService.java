package io.heartline.delivery;

import io.vertx.core.Future;

/** From a push to the gateways that hold the user's sockets. */
@SuppressWarnings("DoNotCallSuggester")
public final class PushService {
    /** Carries out a push; never fails. */
    public Future<PushResult> push(PushOrder order) {
        throw new UnsupportedOperationException();
    }
}
