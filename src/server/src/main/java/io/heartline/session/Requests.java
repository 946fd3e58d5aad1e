package io.heartline.session;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.ServerFrame;
import io.vertx.core.Future;

/** What one session asks of services: only so much at a time. Owned by its gateway's event loop. */
public final class Requests {
    /** How many may be unanswered. */
    public static final int MOST = 32;

    private final Link link;
    private int unanswered;

    Requests(Link link) {
        this.link = link;
    }

    /** Asks; answers what the client is to be told, and never fails. */
    Future<ServerFrame> ask(String device, ClientFrame.Send send) {
        Inbound inbound = link.gateway().inbound();
        if (!inbound.allows(send.to())) {
            return Future.succeededFuture(Inbound.forbidden(send.ref()));
        }
        if (unanswered >= MOST) {
            return Future.succeededFuture(Inbound.busy(send.ref()));
        }
        unanswered++;
        return inbound.request(new Inbound.Caller(link.user(), device, link.session()), send)
                .onSuccess(answer -> unanswered--);
    }
}
