package io.heartline.session;

/** One connection: where it is held, who it is, and what carries it. */
record Link(Gateway gateway, Arrival arrival, Transport transport) {
    String user() {
        return arrival.user();
    }

    String session() {
        return arrival.session().id();
    }
}
