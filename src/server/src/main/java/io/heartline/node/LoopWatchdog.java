package io.heartline.node;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process if the event loop of a gateway stands still for 30 s. Its sessions are lost to their users until then: the
 * other nodes see a member that is alive. Runs on a thread of its own.
 *
 * <p>A pause of the whole process (a suspended machine, a garbage collection) proves nothing about an event loop. Therefore a
 * check counts at most twice the interval, however much time has passed since the one before.
 */
final class LoopWatchdog implements AutoCloseable {
    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** The exit code of the process. */
    private static final int EXIT_CODE = 70;

    /** The time for the log to take the dump: the log may be what the event loop waits for. */
    private static final Duration TO_LOG = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(LoopWatchdog.class);

    private final List<LongSupplier> turns;
    private final IntConsumer stuck;
    private final long[] seen;
    private final long[] stoodMillis;
    private final ScheduledExecutorService thread;
    private long checkedAt;

    /**
     * A watchdog, not started.
     *
     * @param turns for each gateway a number that rises with the turns of its event loop; any thread
     * @param stuck takes the number of a gateway whose event loop stands still
     */
    LoopWatchdog(List<LongSupplier> turns, IntConsumer stuck) {
        this.turns = List.copyOf(turns);
        this.stuck = stuck;
        this.seen = new long[turns.size()];
        this.stoodMillis = new long[turns.size()];
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread watchdog = new Thread(task, "heartline-watchdog");
            watchdog.setDaemon(true);
            return watchdog;
        });
    }

    /** Starts to check; {@code this} may be closed at any time. */
    LoopWatchdog start() {
        checkedAt = millis();
        var unused = thread.scheduleWithFixedDelay(
                () -> check(millis()), INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return this;
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Checks all event loops at this time of a steady clock. */
    void check(long now) {
        long passed = Math.min(now - checkedAt, 2 * INTERVAL.toMillis());
        checkedAt = now;
        for (int gateway = 0; gateway < seen.length; gateway++) {
            long turned = turns.get(gateway).getAsLong();
            stoodMillis[gateway] = turned == seen[gateway] ? stoodMillis[gateway] + passed : 0;
            seen[gateway] = turned;
            if (stoodMillis[gateway] >= LONGEST.toMillis()) {
                stuck.accept(gateway);
            }
        }
    }

    /** Logs the stacks of all threads, and ends the process without further ado: an orderly end needs the event loop. */
    static void endProcess(int gateway) {
        Thread log = new Thread(
                () -> LOG.error(
                        "The event loop of gateway {} has stood still for {} s: this process ends. Its threads:\n{}",
                        gateway,
                        LONGEST.toSeconds(),
                        dump(Thread.getAllStackTraces())),
                "heartline-last-words");
        log.setDaemon(true);
        log.start();
        try {
            log.join(TO_LOG.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }

    private static String dump(Map<Thread, StackTraceElement[]> threads) {
        return threads.entrySet().stream()
                .map(entry -> "\"%s\" %s%n%s"
                        .formatted(
                                entry.getKey().getName(),
                                entry.getKey().getState(),
                                List.of(entry.getValue()).stream()
                                        .map(frame -> "    at " + frame + "\n")
                                        .collect(Collectors.joining())))
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
