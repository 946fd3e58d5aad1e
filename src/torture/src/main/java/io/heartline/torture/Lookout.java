package io.heartline.torture;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Looks again and again whether something has come to be so, for so long at most. Blocks the thread that looks. */
public final class Lookout {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Lookout() {}

    /** Something that comes to be so. */
    public interface Fact<E extends Exception> {
        boolean holds() throws E, InterruptedException;
    }

    /** Whether it came to be so within that time; looks once in any case. What a look throws ends it. */
    public static <E extends Exception> boolean sees(Duration within, Fact<E> fact) throws E, InterruptedException {
        return sees(within, PAUSE, fact);
    }

    /** The same with so long a pause after each look. */
    public static <E extends Exception> boolean sees(Duration within, Duration pause, Fact<E> fact)
            throws E, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!fact.holds()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
        return true;
    }
}
