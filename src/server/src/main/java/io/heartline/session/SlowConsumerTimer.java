package io.heartline.session;

/**
 * How long a consumer is waited for: one whose socket takes nothing, and one that acknowledges nothing. Owned by its
 * gateway's event loop.
 */
final class SlowConsumerTimer {
    private final long ackWithin;
    private final long stalledWithin;
    private long moved;
    private long taken;

    SlowConsumerTimer(SessionConfig config, long now) {
        ackWithin = config.ackWithin().toMillis();
        stalledWithin = config.stalledWithin().toMillis();
        moved = now;
        taken = now;
    }

    /** A message was written, or an acknowledgement moved. */
    void moved(long now) {
        moved = now;
    }

    /** The socket took what had been waiting: only now does the time for an acknowledgement begin. */
    void taken(long now) {
        taken = now;
        moved = now;
    }

    /** Whether it is over. */
    boolean isOver(long now, boolean empty, boolean owed) {
        if (empty) {
            taken = now;
            return owed && now - moved >= ackWithin;
        }
        return now - taken >= stalledWithin;
    }

    /** When to look next: what begins in between is seen half an interval late at worst. */
    long due(long now, boolean empty, boolean owed) {
        long soon = now + Math.min(ackWithin, stalledWithin) / 2;
        if (!empty) {
            return Math.min(soon, taken + stalledWithin);
        }
        return owed ? Math.min(soon, moved + ackWithin) : soon;
    }
}
