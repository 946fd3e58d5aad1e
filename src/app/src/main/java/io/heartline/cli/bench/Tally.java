package io.heartline.cli.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.HdrHistogram.Histogram;

/** Counts the events of all sessions of one run. Owned by the run's event loop. */
final class Tally {
    /** Longer latencies are counted as this. */
    private static final long LONGEST_MICROS = 600_000_000;

    final Histogram latencyMicros = new Histogram(LONGEST_MICROS, 3);
    long online;
    long received;
    long outOfOrder;
    long closed;
    /** The reason for which the server closed a session last. */
    String lastClose = "";

    private long awaited = Long.MAX_VALUE;
    private Promise<Void> enough = Promise.promise();

    /** Completes once {@code messages} have been received since the tally was made. */
    Future<Void> awaitReceived(long messages) {
        awaited = messages;
        enough = Promise.promise();
        check();
        return enough.future();
    }

    void onMessage(long micros, boolean inOrder) {
        received++;
        outOfOrder += inOrder ? 0 : 1;
        latencyMicros.recordValue(Math.max(0, Math.min(micros, LONGEST_MICROS)));
        check();
    }

    private void check() {
        if (received >= awaited) {
            enough.tryComplete();
        }
    }
}
