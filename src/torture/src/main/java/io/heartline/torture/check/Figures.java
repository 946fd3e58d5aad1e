package io.heartline.torture.check;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The figures of a run. Times are milliseconds.
 *
 * @param accepted messages that are known to be stored
 * @param refused messages of which every attempt was refused
 * @param unknown messages with an unknown outcome
 * @param givenUp messages that the publishers gave up
 * @param deliveries received messages, redeliveries included
 * @param redeliveries messages that the device had received before
 * @param connections welcomed connections
 * @param epochsChanged changes of epochs, over all users
 * @param worstPresenceMillis the longest time that a session was listed after its end
 * @param faults the number of faults by kind
 * @param lag the time until the first delivery, since the message was stored and its device connected
 * @param reconnection the time from the end of a connection to the device's next welcome
 * @param drains reconnects of clients of draining nodes
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
     * Reconnects of clients of draining nodes.
     *
     * @param late the time from the requested reconnect to the welcome
     * @param mostOfAShare the busiest second of a node, divided by its fair share; 0 if there were too few to judge
     * @param fairShare the fair share: connections of a node in a second
     */
    public record Drains(Spread late, double mostOfAShare, long fairShare) {
        @Override
        public String toString() {
            if (late.count() == 0) {
                return "none";
            }
            String share = mostOfAShare == 0
                    ? "too few to judge their distribution"
                    : "at most %.2f times the fair share of %d at one node in a second"
                            .formatted(mostOfAShare, fairShare);
            return late.count() + " clients, late by " + late + "; " + share;
        }
    }

    /** The distribution of values: percentiles and the maximum. */
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
