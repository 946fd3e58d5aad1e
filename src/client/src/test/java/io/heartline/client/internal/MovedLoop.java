package io.heartline.client.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/** A loop whose time is moved by the test, and whose tasks run on the test's thread, one at a time. */
public final class MovedLoop implements Loop {
    private record Due(long at, Runnable task) {}

    private final List<Due> timers = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private long now = 1_000;
    private boolean running;

    @Override
    public long now() {
        return now;
    }

    @Override
    public long wall() {
        return 1_700_000_000_000L + now;
    }

    @Override
    public void run(Runnable task) {
        tasks.add(task);
        if (!running) {
            running = true;
            for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                next.run();
            }
            running = false;
        }
    }

    @Override
    public Timer after(long millis, Runnable task) {
        Due due = new Due(now + Math.max(0, millis), task);
        timers.add(due);
        return () -> timers.remove(due);
    }

    public void pass(long millis) {
        long end = now + millis;
        for (Due next = first(end); next != null; next = first(end)) {
            timers.remove(next);
            now = Math.max(now, next.at);
            run(next.task);
        }
        now = end;
    }

    private Due first(long end) {
        return timers.stream()
                .filter(due -> due.at <= end)
                .min(Comparator.comparingLong(Due::at))
                .orElse(null);
    }

    /** Number of timers that are set. */
    public int timers() {
        return timers.size();
    }
}
