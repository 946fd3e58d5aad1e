package io.heartline.torture.storm;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Statistics of the reconnects of many clients, from the break on.
 *
 * @param refused refused connections by HTTP status; 0 if there was no answer
 * @param closed closed connections by code
 * @param half the median time from the break to a welcome, in milliseconds
 * @param most the 99th percentile
 * @param last the maximum
 * @param unresumed the number of reconnects that were not resumed
 */
public record ReconnectStats(
        Map<Integer, Long> refused, Map<Integer, Long> closed, long half, long most, long last, long unresumed) {

    static ReconnectStats of(ClientCounters counters) {
        Histogram welcomes = counters.welcomes();
        return new ReconnectStats(
                counters.refused(),
                counters.closed(),
                welcomes.getValueAtPercentile(50) / 1_000,
                welcomes.getValueAtPercentile(99) / 1_000,
                welcomes.getMaxValue() / 1_000,
                counters.unresumed());
    }

    /** The number of connections that were closed with this code. */
    public long closed(int code) {
        return closed.getOrDefault(code, 0L);
    }
}
