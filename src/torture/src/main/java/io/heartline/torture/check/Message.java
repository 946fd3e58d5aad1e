package io.heartline.torture.check;

import org.jspecify.annotations.Nullable;

/** A push under its id, and what is known of it. Owned by {@link World}. */
final class Message {
    final String id;
    final long number;
    /** Counts the user's messages from 0. */
    final int ordinal;

    long ttlMillis;
    /** When it may have been stored at the earliest: the first try that was not refused. */
    long triedAt;
    /** When it became known that it is stored; -1 while it is not. */
    long storedAt = -1;
    /** Where it was seen last. */
    @Nullable
    Epoch epoch;

    long seq;
    /** Tries without an answer yet. */
    int open;
    /** Whether some try came to an unknown end. */
    boolean unknown;
    /** Whether some try was answered as stored. */
    boolean answered;
    /** Whether it came to any device. */
    boolean reached;

    Message(String id, long number, int ordinal) {
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

    /** Whether its time to live may have ended at a moment, where clocks may differ by {@code clockMillis}. */
    boolean mayHaveEnded(long at, long clockMillis) {
        return ttlMillis > 0 && triedAt + ttlMillis - clockMillis <= at;
    }

    @Override
    public String toString() {
        return epoch == null ? id : id + " (" + epoch.name + ", " + seq + ")";
    }
}
