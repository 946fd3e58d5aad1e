package io.heartline.session;

import io.heartline.session.transport.Transport;

/** One connection: where it is held, who it is, what carries it, and what is spoken on it. */
record Link(Gateway gateway, Arrival arrival, Transport transport, Dialect dialect) {
    /** A connection that speaks heartline.v1. */
    static Link ofFrames(Gateway gateway, Arrival arrival, Transport transport) {
        return new Link(gateway, arrival, transport, new FrameDialect(gateway, arrival, transport));
    }

    String user() {
        return arrival.user();
    }

    String session() {
        return arrival.session().id();
    }
}
