package io.heartline.session;

import io.heartline.session.transport.Transport;

/** One connection: where it is held, who it is, what carries it, and what is spoken on it. */
public record ClientConnection(SessionContext context, ConnectRequest request, Transport transport, Dialect dialect) {
    String user() {
        return request.user();
    }

    String session() {
        return request.session().id();
    }
}
