package io.heartline.torture.storm;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Samples the memory of node processes twice a second, and keeps the maximum of any process. */
final class MemorySampler implements AutoCloseable {
    private static final long EVERY_MILLIS = 500;

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "memory-sampler"));
    private volatile double mostBytes;

    MemorySampler(List<Long> pids) {
        var unused = thread.scheduleAtFixedRate(() -> look(pids), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look(List<Long> pids) {
        for (long pid : pids) {
            try {
                mostBytes = Math.max(mostBytes, NodeMetrics.resident(pid));
            } catch (IOException gone) {
                // The process has ended, which is noticed elsewhere.
            }
        }
    }

    /** The highest resident memory of any process. */
    double mostMegabytes() {
        return mostBytes / (1 << 20);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
