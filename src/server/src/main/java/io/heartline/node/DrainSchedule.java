package io.heartline.node;

import java.time.Duration;

/**
 * Divides the grace period of a node that leaves. First balancers see that it is not ready. Then it answers open requests and
 * says goodbye to its sessions. Then it hands over its data, which may take a third. The rest is for closing the event bus.
 */
record DrainSchedule(Duration whole) {
    /** The greatest number of goodbyes a second, so that clients do not all connect to the other nodes at once. */
    private static final int GOODBYES_PER_SECOND = 1_000;

    private static final Duration LONGEST_NOTICE = Duration.ofSeconds(5);

    /** The time for balancers to see that the node is not ready any more. */
    Duration notice() {
        return shortest(LONGEST_NOTICE, whole.dividedBy(6));
    }

    /** The time for open requests; sessions are closed at the same time. */
    Duration answers() {
        return whole.dividedBy(3);
    }

    /** The time for batches to end by themselves, within that for open requests. */
    Duration batches() {
        return whole.dividedBy(6);
    }

    /** The time over which the goodbyes to so many sessions are spread. */
    Duration goodbyes(int sessions) {
        return shortest(Duration.ofSeconds(sessions / GOODBYES_PER_SECOND), whole.dividedBy(3));
    }

    /** The time after which the node waits for no request and no session any more. */
    Duration closing() {
        return whole.multipliedBy(5).dividedBy(12);
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
