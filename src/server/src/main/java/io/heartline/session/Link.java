package io.heartline.session;

import io.heartline.session.transport.Transport;

/** One connection: where it is held, who it is, what carries it, and what is spoken on it. */
public record Link(Gateway gateway, Arrival arrival, Transport transport, Dialect dialect) {
    String user() {
        return arrival.user();
    }

    String session() {
        return arrival.session().id();
    }
}
