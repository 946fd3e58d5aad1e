package io.heartline.torture.storm;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the memory of node processes twice a second, and keeps the most that it saw of any. */
final class Watch implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "watch"));
    private volatile double mostBytes;

    Watch(List<Long> pids) {
        var unused = thread.scheduleAtFixedRate(() -> look(pids), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(List<Long> pids) {
        for (long pid : pids) {
            try {
                mostBytes = Math.max(mostBytes, Vitals.resident(pid));
            } catch (IOException gone) {
                // It has ended, which shows elsewhere.
            }
        }
    }

    /** The most that one of the processes took of the machine's memory. */
    double mostMegabytes() {
        return mostBytes / (1 << 20);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
