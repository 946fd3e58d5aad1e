package io.heartline.torture.check;

/**
 * A time in which the faults exceeded what the cluster tolerates without visible effects.
 *
 * @param to its end; {@link Long#MAX_VALUE} if the history ends before
 */
public record Excuse(Kind kind, long from, long to) {
    /** The kind of excess. */
    public enum Kind {
        /** A node was cut off, so that two sides may have served. */
        SPLIT,
        /** More nodes were lost than there are backups, before replicas were complete again. */
        NODES_LOST
    }

    boolean touches(long begin, long end) {
        return from <= end && begin <= to;
    }
}
