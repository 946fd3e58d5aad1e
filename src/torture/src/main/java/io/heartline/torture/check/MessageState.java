package io.heartline.torture.check;

import org.jspecify.annotations.Nullable;

/** The state of a message, by its id. Owned by {@link RunModel}. */
final class MessageState {
    final String id;
    final long number;
    /** Its number among the user's messages, from 0. */
    final int ordinal;

    long ttlMillis;
    /** The earliest time at which it may have been stored: the first attempt that was not refused. */
    long triedAt;
    /** The time since which it is known to be stored; -1 if it is not. */
    long storedAt = -1;
    /** The epoch of its last observed position. */
    @Nullable
    EpochState epoch;

    long seq;
    /** The number of attempts without an answer yet. */
    int open;
    /** True if the outcome of an attempt is unknown. */
    boolean unknown;
    /** True if an attempt was answered as stored. */
    boolean answered;
    /** True if any device received it. */
    boolean reached;

    MessageState(String id, long number, int ordinal) {
        this.id = id;
        this.number = number;
        this.ordinal = ordinal;
    }

    boolean isStored() {
        return storedAt >= 0;
    }

    boolean mayBeStored() {
        return isStored() || unknown || open > 0;
    }

    /** True if its time to live may have ended at that time; clocks may differ by {@code clockMillis}. */
    boolean mayHaveEnded(long at, long clockMillis) {
        return ttlMillis > 0 && triedAt + ttlMillis - clockMillis <= at;
    }

    @Override
    public String toString() {
        return epoch == null ? id : id + " (" + epoch.name + ", " + seq + ")";
    }
}
