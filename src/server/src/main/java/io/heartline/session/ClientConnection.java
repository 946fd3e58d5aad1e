package io.heartline.session;

import io.heartline.session.transport.Transport;
import io.heartline.user.Attach;

/** One client's connection: the context of its gateway, its request to connect, its transport and its dialect. */
public record ClientConnection(SessionContext context, ConnectRequest request, Transport transport, Dialect dialect) {
    String user() {
        return request.user();
    }

    String session() {
        return request.session().id();
    }

    /** The device that the client names; empty for a plain client, which names none. */
    String device() {
        return request.target() instanceof Attach.Target.Named named ? named.device() : "";
    }
}
