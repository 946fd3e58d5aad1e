package io.heartline.sweep;

import io.heartline.cluster.NodeTime;
import java.time.Duration;

/**
 * Schedules the passes: one a minute; after a member left one soon, and more until nothing is left to do.
 *
 * <pre>
 *   changed .. partitions safe, at most 3 s .. pass . pass .. pass .... pass, clean and 9 s after the change | every minute
 * </pre>
 *
 * The last pass is that late because a sweep spares young sessions, and a session that connected just before its node was
 * lost seems even younger if its node's clock was ahead. Pure; times in milliseconds of one clock.
 */
final class SweepSchedule {
    static final long EVERY_MILLIS = Duration.ofMinutes(1).toMillis();
    static final long POLL_MILLIS = 250;
    static final long MERGED_MILLIS = 5_000;

    private static final long PATIENCE_MILLIS = 3_000;
    private static final long SETTLED_MILLIS = Sweeper.GRACE_MILLIS + NodeTime.TOLERANCE.toMillis() + 1_000;
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 4_000;

    private boolean unsettled;
    private long changedAt;
    private long pause;

    /** A node left. Returns the time until the next pass. */
    long onLeft(long now) {
        unsettled = true;
        changedAt = now;
        pause = FIRST_PAUSE_MILLIS;
        return POLL_MILLIS;
    }

    /** A split healed. Returns the time until the next pass: returning nodes have to attach their sessions first. */
    long onMerged(long now) {
        onLeft(now);
        return MERGED_MILLIS;
    }

    /** True if a pass now is too early to see the entries of lost nodes, unless the partitions are safe. */
    boolean waits(long now) {
        return unsettled && now - changedAt < PATIENCE_MILLIS;
    }

    /**
     * A pass ended.
     *
     * @param begun the time of its beginning
     * @param clean true if it found no session of a lost node, and none of its commands failed
     * @return the time until the next pass
     */
    long onPassed(long begun, boolean clean) {
        if (unsettled && clean && begun - changedAt >= SETTLED_MILLIS) {
            unsettled = false;
        }
        if (!unsettled) {
            return EVERY_MILLIS;
        }
        long next = pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        return next;
    }
}
