package io.heartline.torture.storm;

import org.HdrHistogram.Histogram;

/**
 * The latency of measured clients over some time.
 *
 * @param name the load at that time
 * @param messages the number of messages
 * @param half the median time from publish to receipt, in microseconds
 * @param most the 99th percentile
 * @param longest the maximum
 */
public record LatencySample(String name, long messages, long half, long most, long longest) {
    static LatencySample of(String name, ClientCounters counters) {
        Histogram latency = counters.latency();
        return new LatencySample(
                name,
                counters.received(),
                latency.getValueAtPercentile(50),
                latency.getValueAtPercentile(99),
                latency.getMaxValue());
    }

    @Override
    public String toString() {
        return String.format(
                "%-8s  %d messages, p50 %.1f ms, p99 %.1f ms, longest %.1f ms",
                name, messages, half / 1e3, most / 1e3, longest / 1e3);
    }
}
