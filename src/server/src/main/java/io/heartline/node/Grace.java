package io.heartline.node;

import java.time.Duration;

/**
 * How the time that a node has for leaving is shared out: first balancers get to see that it leaves, then it answers what is
 * under way and sends its sessions away, then it hands over its data, which may take a third. The rest is for the event bus
 * to close.
 */
record Grace(Duration whole) {
    /** How many goodbyes are said in a second at most, so that the other nodes see a stream and not a wall. */
    private static final int GOODBYES_PER_SECOND = 1_000;

    private static final Duration LONGEST_NOTICE = Duration.ofSeconds(5);

    /** How long balancers get to see that the node is not ready any more. */
    Duration notice() {
        return shortest(LONGEST_NOTICE, whole.dividedBy(6));
    }

    /** How long requests under way may take; at the same time sessions are sent away. */
    Duration answers() {
        return whole.dividedBy(3);
    }

    /** How long goodbyes take to so many sessions. */
    Duration goodbyes(int sessions) {
        return shortest(Duration.ofSeconds(sessions / GOODBYES_PER_SECOND), whole.dividedBy(3));
    }

    /** After this the node waits for no request and no session any more. */
    Duration closing() {
        return whole.multipliedBy(5).dividedBy(12);
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
