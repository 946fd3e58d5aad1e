package io.heartline.torture.check;

/**
 * A time in which the cluster was made to suffer more than it can bear without a trace.
 *
 * @param to the end; {@link Long#MAX_VALUE} where the history ends before
 */
public record Excuse(Kind kind, long from, long to) {
    /** What it suffered. */
    public enum Kind {
        /** A node was cut off, so two sides may have served. */
        SPLIT,
        /** More nodes were lost than there are backups, before the copies were made again. */
        NODES_LOST
    }

    boolean touches(long begin, long end) {
        return from <= end && begin <= to;
    }
}
