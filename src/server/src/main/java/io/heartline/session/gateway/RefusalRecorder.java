package io.heartline.session.gateway;

import io.heartline.session.transport.ConnectionMeters;

/** Counts and logs the refusals of one gateway. */
record RefusalRecorder(ConnectionMeters meters, RefusalLog log) {
    void refused(ConnectionRefusal refusal) {
        meters.refused(Integer.toString(refusal.status()));
        log.add(refusal.status(), refusal.detail());
    }

    /** Logs a request for a WebSocket at a path that has none. Only the beginning of the path: the rest may name a user. */
    void misdirected(String path) {
        log.add(404, "WebSocket at " + Printable.beginning(path) + ", a path that has none");
    }
}
