package io.heartline.session.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A timing wheel: one timer of the event loop for all tasks of its connections. A task that is due runs and returns its
 * next time. Owned by its gateway's event loop, which calls {@link #tick}.
 */
public final class TimerWheel {
    /** The answer of a task that is not to run again. */
    public static final long NEVER = Long.MAX_VALUE;
    /** The precision, in milliseconds. */
    public static final long TICK_MILLIS = 50;

    /** The delay after which the event loop counts as stalled, so that silence of its peers proves nothing. */
    static final long STALL_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(TimerWheel.class);
    private static final int BUCKETS = 1_024;

    /** A task that runs from time to time. */
    public interface Task {
        /** Runs; returns the time of the next run, or {@link #NEVER}. */
        long onDue(long now);
    }

    private record Due(long at, Task task) {}

    private final List<List<Due>> wheel = new ArrayList<>(Collections.nCopies(BUCKETS, List.of()));
    private long turned;
    private long ticked;
    private long stalled = Long.MIN_VALUE / 2;

    public TimerWheel(long now) {
        turned = now / TICK_MILLIS;
        ticked = now;
    }

    /**
     * The time at which the event loop last went on after a stall. Frames that peers sent before may still wait on
     * their sockets.
     */
    public long lastStall() {
        return stalled;
    }

    /** Runs {@code task} within a tick after {@code at}, and then at the times that it returns. */
    public void add(long at, Task task) {
        long tick = Math.floorDiv(at, TICK_MILLIS) + 1;
        // A task beyond one turn of the wheel is passed once a turn until it is due.
        long bucket = Math.min(Math.max(tick, turned + 1), turned + BUCKETS - 1);
        int place = (int) (bucket % BUCKETS);
        if (wheel.get(place).isEmpty()) {
            wheel.set(place, new ArrayList<>(4));
        }
        wheel.get(place).add(new Due(at, task));
    }

    /** Runs {@code task} once, at {@code at}. */
    public void at(long at, Runnable task) {
        add(at, now -> {
            task.run();
            return NEVER;
        });
    }

    /** Runs all tasks that are due at {@code now}. */
    public void tick(long now) {
        if (now - ticked >= STALL_MILLIS) {
            stalled = now;
        }
        ticked = now;
        long end = now / TICK_MILLIS;
        turned = Math.max(turned, end - BUCKETS);
        while (turned < end) {
            turned++;
            int bucket = (int) (turned % BUCKETS);
            List<Due> due = wheel.get(bucket);
            if (!due.isEmpty()) {
                wheel.set(bucket, List.of());
                due.forEach(one -> look(one, now));
            }
        }
    }

    private void look(Due due, long now) {
        if (due.at() > now) {
            add(due.at(), due.task());
            return;
        }
        long next = NEVER;
        try {
            next = due.task().onDue(now);
        } catch (RuntimeException e) {
            LOG.error("a timer task failed", e); // the other tasks must run
        }
        if (next != NEVER) {
            add(Math.max(next, now + 1), due.task());
        }
    }
}
