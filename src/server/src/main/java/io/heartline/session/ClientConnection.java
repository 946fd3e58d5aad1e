package io.heartline.session;

import io.heartline.session.transport.Transport;

/** One client's connection: the context of its gateway, its request to connect, its transport and its dialect. */
public record ClientConnection(SessionContext context, ConnectRequest request, Transport transport, Dialect dialect) {
    String user() {
        return request.user();
    }

    String session() {
        return request.session().id();
    }
}
