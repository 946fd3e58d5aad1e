package io.heartline.testsupport;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits until a condition holds, with a time limit. */
public final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Eventually() {}

    /**
     * Checks a condition repeatedly until it holds. A check that throws counts as not holding.
     *
     * @param fact the condition in words, for the error message
     * @throws AssertionError if it does not hold in time; the cause is the last exception of a check
     */
    public static void eventually(String fact, Duration within, Callable<Boolean> holds) {
        long deadline = System.nanoTime() + within.toNanos();
        Exception last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (holds.call()) {
                    return;
                }
                last = null;
            } catch (Exception notYet) {
                last = notYet;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("not within " + within.toSeconds() + " s: " + fact, last);
    }
}
