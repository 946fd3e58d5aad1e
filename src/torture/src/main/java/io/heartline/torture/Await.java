package io.heartline.torture;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Checks a condition repeatedly until it holds or a time limit has passed. Blocks the calling thread. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /** A condition that may hold later. */
    public interface Condition<E extends Exception> {
        boolean holds() throws E, InterruptedException;
    }

    /** Returns true if the condition holds within that time. Checks at least once; an exception ends the wait. */
    public static <E extends Exception> boolean until(Duration within, Condition<E> condition)
            throws E, InterruptedException {
        return until(within, PAUSE, condition);
    }

    /** The same with a pause of that length between two checks. */
    public static <E extends Exception> boolean until(Duration within, Duration pause, Condition<E> condition)
            throws E, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
        return true;
    }
}
