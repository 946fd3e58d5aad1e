package io.heartline.torture.storm;

import org.HdrHistogram.Histogram;

/**
 * What those who were measured saw over some time.
 *
 * @param name what was going on
 * @param messages how many they got
 * @param half the time from published to received that half of them took at most, in microseconds
 * @param most and 99 of 100
 * @param longest and all
 */
public record Spell(String name, long messages, long half, long most, long longest) {
    static Spell of(String name, Tally tally) {
        Histogram latency = tally.latency();
        return new Spell(
                name,
                tally.received(),
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
