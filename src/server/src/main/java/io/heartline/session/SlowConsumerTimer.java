package io.heartline.session;

/**
 * Times out a consumer whose socket takes nothing, or that acknowledges nothing. Owned by its gateway's event loop.
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

    /** A message was written, or the acknowledged position moved. */
    void moved(long now) {
        moved = now;
    }

    /** The socket took the bytes that waited: the time for an acknowledgement begins only now. */
    void taken(long now) {
        taken = now;
        moved = now;
    }

    /**
     * Tells whether the consumer is too slow.
     *
     * @param empty true if no bytes wait for the socket
     * @param owed true if an acknowledgement is owed
     */
    boolean isOver(long now, boolean empty, boolean owed) {
        if (empty) {
            taken = now;
            return owed && now - moved >= ackWithin;
        }
        return now - taken >= stalledWithin;
    }

    /** The time of the next check. A wait that begins in between is seen at most half an interval late. */
    long due(long now, boolean empty, boolean owed) {
        long soon = now + Math.min(ackWithin, stalledWithin) / 2;
        if (!empty) {
            return Math.min(soon, taken + stalledWithin);
        }
        return owed ? Math.min(soon, moved + ackWithin) : soon;
    }
}
