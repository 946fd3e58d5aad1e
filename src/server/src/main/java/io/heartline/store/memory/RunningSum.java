package io.heartline.store.memory;

import java.util.concurrent.atomic.LongAdder;

/**
 * A sum that is counted anew from time to time, and kept up to date in between. Never too low: what is added while a count
 * runs is added to its result, and what is removed meanwhile is not taken from it. Any thread.
 */
final class RunningSum {
    /**
     * @param sum the result of the last count
     * @param added the value of the adder that is part of {@code sum}, likewise for {@code removed}
     */
    private record Counted(long sum, long added, long removed) {}

    private final LongAdder added = new LongAdder();
    private final LongAdder removed = new LongAdder();
    private volatile Counted counted = new Counted(0, 0, 0);

    /** Adds a change, which may be negative. */
    void change(long delta) {
        if (delta > 0) {
            added.add(delta);
        } else if (delta < 0) {
            removed.add(-delta);
        }
    }

    /** A mark to be passed to {@link #replace} once the count that begins now has ended. */
    long mark() {
        return added.sum();
    }

    /** Replaces the sum by the result of a count that began at {@code mark}. */
    void replace(long sum, long mark) {
        counted = new Counted(sum, mark, removed.sum());
    }

    long get() {
        Counted last = counted;
        return Math.max(0, last.sum + added.sum() - last.added - (removed.sum() - last.removed));
    }
}
