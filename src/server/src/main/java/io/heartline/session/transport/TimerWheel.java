package io.heartline.session.transport;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one timer of an event loop for all its sessions, whatever their number: a wheel of buckets by due time. Whoever is
 * due is looked at and says when to look again. Owned by its gateway's event loop, which calls {@connection #tick}.
 */
public final class TimerWheel {
    /** Look no more. */
    public static final long NEVER = Long.MAX_VALUE;
    /** How exact it is, in milliseconds. */
    public static final long TICK_MILLIS = 50;

    /** How late the event loop may be before its peers' silence says nothing. */
    static final long STALL_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(TimerWheel.class);
    private static final int BUCKETS = 1_024;

    /** Somebody who has to be looked at now and then. */
    public interface Task {
        /** Looks; answers when to look again, or {@connection #NEVER}. */
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
     * When it was last found that the event loop had not been running for a while. What it did not hear until then may have
     * been said, and waits on the socket.
     */
    public long lastStall() {
        return stalled;
    }

    /** Looks at {@code task} at {@code at}, within a tick after it, and whenever it then says. */
    public void add(long at, Task task) {
        long tick = Math.floorDiv(at, TICK_MILLIS) + 1;
        // What lies beyond a turn of the wheel is passed by once a turn until its time has come.
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

    /** Looks at all who are due at {@code now}. */
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
            LOG.error("a heartbeat failed", e); // the others must not miss theirs
        }
        if (next != NEVER) {
            add(Math.max(next, now + 1), due.task());
        }
    }
}
