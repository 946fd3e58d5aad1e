package io.heartline.torture.storm;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counters of a group of clients. Owned by the event loop of the group. */
final class ClientCounters {
    /** The upper bound of recorded times. */
    private static final long LONGEST_MICROS = 600_000_000;

    private final Map<Integer, Long> refused = new TreeMap<>();
    private final Map<Integer, Long> closed = new TreeMap<>();
    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private final Histogram welcomes = new Histogram(LONGEST_MICROS, 3);
    private long received;
    private long repeated;
    private long unresumed;

    /** Counts refused connections by HTTP status; 0 if there was no answer. */
    void refused(int status) {
        refused.merge(status, 1L, Long::sum);
    }

    /** Counts closed connections by code. */
    void closed(int code) {
        closed.merge(code, 1L, Long::sum);
    }

    /** Counts a message that was published at {@code micros} of this process's clock. It is fresh if its seq is the highest so far. */
    void message(boolean fresh, long micros) {
        received++;
        repeated += fresh ? 0 : 1;
        latency.recordValue(Math.max(0, Math.min(ClientGroup.micros() - micros, LONGEST_MICROS)));
    }

    /** Counts a welcome, with its time since the measurement began. */
    void welcome(long micros, boolean resumed) {
        welcomes.recordValue(Math.max(0, Math.min(micros, LONGEST_MICROS)));
        unresumed += resumed ? 0 : 1;
    }

    Map<Integer, Long> refused() {
        return Map.copyOf(refused);
    }

    Map<Integer, Long> closed() {
        return Map.copyOf(closed);
    }

    /** The time from publish to receipt, in microseconds. */
    Histogram latency() {
        return latency;
    }

    /** The time from the start of the measurement to each welcome, in microseconds. */
    Histogram welcomes() {
        return welcomes;
    }

    long received() {
        return received;
    }

    /** The number of messages whose seq was not the highest so far. */
    long repeated() {
        return repeated;
    }

    /** The number of reconnects that were not resumed. */
    long unresumed() {
        return unresumed;
    }
}
