package io.heartline.session;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.ServerFrame;
import io.vertx.core.Future;

/** Limits the requests of one session to services. Owned by its gateway's event loop. */
public final class RequestQuota {
    /** The most requests that may be unanswered. */
    public static final int MOST = 32;

    private final ClientConnection connection;
    private int unanswered;

    RequestQuota(ClientConnection connection) {
        this.connection = connection;
    }

    /** Sends a request; returns the answer for the client, and never fails. */
    Future<ServerFrame> ask(String device, ClientFrame.Send send) {
        ServiceRequests inbound = connection.context().services();
        if (!inbound.allows(send.to())) {
            return Future.succeededFuture(ServiceRequests.forbidden(send.ref()));
        }
        if (unanswered >= MOST) {
            return Future.succeededFuture(ServiceRequests.busy(send.ref()));
        }
        unanswered++;
        return inbound.request(new ServiceRequests.Caller(connection.user(), device, connection.session()), send)
                .onSuccess(answer -> unanswered--);
    }
}
