package io.heartline.torture.storm;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How a crowd fared: what its devices saw from some moment on.
 *
 * @param refused connections that were not opened, by HTTP status; 0: no answer
 * @param closed connections that ended, by code
 * @param half how many milliseconds after that moment half of the welcomes had come
 * @param most and 99 of 100
 * @param last and the last one
 * @param unresumed how many who came back were told that the server could not go on where they were
 */
public record Crowd(
        Map<Integer, Long> refused, Map<Integer, Long> closed, long half, long most, long last, long unresumed) {

    static Crowd of(Tally tally) {
        Histogram welcomes = tally.welcomes();
        return new Crowd(
                tally.refused(),
                tally.closed(),
                welcomes.getValueAtPercentile(50) / 1_000,
                welcomes.getValueAtPercentile(99) / 1_000,
                welcomes.getMaxValue() / 1_000,
                tally.unresumed());
    }

    /** How many connections the server ended with this code. */
    public long closed(int code) {
        return closed.getOrDefault(code, 0L);
    }
}
