package io.heartline.torture.storm;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Counts what the devices of a swarm see. Owned by the swarm's event loop. */
final class Tally {
    /** Longer is counted as this. */
    private static final long LONGEST_MICROS = 600_000_000;

    private final Map<Integer, Long> refused = new TreeMap<>();
    private final Map<Integer, Long> closed = new TreeMap<>();
    private final Histogram latency = new Histogram(LONGEST_MICROS, 3);
    private final Histogram welcomes = new Histogram(LONGEST_MICROS, 3);
    private long received;
    private long repeated;
    private long unresumed;

    /** Connections that were not opened, by HTTP status; 0 where there was no answer. */
    void refused(int status) {
        refused.merge(status, 1L, Long::sum);
    }

    /** Connections that ended, by code. */
    void closed(int code) {
        closed.merge(code, 1L, Long::sum);
    }

    /** A message came, published at {@code micros} of this process's clock; {@code fresh}: above all before it. */
    void message(boolean fresh, long micros) {
        received++;
        repeated += fresh ? 0 : 1;
        latency.recordValue(Math.max(0, Math.min(Swarm.micros() - micros, LONGEST_MICROS)));
    }

    /** A welcome came, so long after what is waited for began. */
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

    /** From published to received, in microseconds. */
    Histogram latency() {
        return latency;
    }

    /** From the beginning of what is waited for to each welcome, in microseconds. */
    Histogram welcomes() {
        return welcomes;
    }

    long received() {
        return received;
    }

    /** How many messages came that were not above all before them. */
    long repeated() {
        return repeated;
    }

    /** How many who came back were told that the server could not go on where they were. */
    long unresumed() {
        return unresumed;
    }
}
