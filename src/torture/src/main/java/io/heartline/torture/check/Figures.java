package io.heartline.torture.check;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run was, in numbers. Times are milliseconds.
 *
 * @param accepted messages that are known to be stored
 * @param refused messages that every try of was refused
 * @param unknown messages of which it was never learned
 * @param givenUp of which the publisher gave up on
 * @param deliveries acked pushes that came, again or not
 * @param redeliveries of them those that the device had got before
 * @param connections welcomes
 * @param epochsChanged numberings begun anew, over all users
 * @param worstPresenceMillis the longest after its end that a session was still listed
 * @param faults how many began, by kind
 * @param lag from when a message was stored and its device connected to its first delivery
 * @param reconnection from the end of a connection to the device's next welcome
 * @param drains those that draining nodes sent away
 */
public record Figures(
        long accepted,
        long refused,
        long unknown,
        long givenUp,
        long deliveries,
        long redeliveries,
        long connections,
        long epochsChanged,
        long worstPresenceMillis,
        Map<String, Long> faults,
        Spread lag,
        Spread reconnection,
        Drains drains) {

    /**
     * Those that draining nodes sent away.
     *
     * @param late how long after the time that they were asked to wait they were back
     * @param mostOfAShare the busiest second of a node, in parts of its fair share; 0 where there were too few to judge
     * @param fairShare what that was: connections of a node in a second
     */
    public record Drains(Spread late, double mostOfAShare, long fairShare) {
        @Override
        public String toString() {
            if (late.count() == 0) {
                return "none";
            }
            String share = mostOfAShare == 0
                    ? "too few to judge how they were spread"
                    : "a node's busiest second had %.2f times its fair share of %d".formatted(mostOfAShare, fairShare);
            return late.count() + " back after the time they were asked to wait and " + late + "; " + share;
        }
    }

    /** How values are spread: half are at most {@code p50}, 99 of 100 at most {@code p99}, and so on. */
    public record Spread(long count, long p50, long p99, long p999, long max) {
        static Spread of(Histogram values) {
            return new Spread(
                    values.getTotalCount(),
                    values.getValueAtPercentile(50),
                    values.getValueAtPercentile(99),
                    values.getValueAtPercentile(99.9),
                    values.getMaxValue());
        }

        @Override
        public String toString() {
            return count == 0
                    ? "none"
                    : "p50 " + p50 + ", p99 " + p99 + ", p99.9 " + p999 + ", max " + max + " ms (" + count + ")";
        }
    }
}
