package io.heartline.store.memory;

/**
 * The heap that a node may fill with entries and sessions: a share of what the program itself leaves. The rest is for the
 * collector, for requests and for partitions on their way. All sizes are in bytes.
 */
final class HeapCapacity {
    /** The live heap of an idle node. */
    static final long PROGRAM = 28L << 20;
    /** The share up to which messages are accepted. */
    static final double SHARE = 0.6;
    /** The share up to which a node takes replicas, if so many nodes were lost that more must be held on each. */
    static final double COPIES_SHARE = 0.7;

    private HeapCapacity() {}

    /** The capacity of a JVM with this heap. */
    static long of(long maxHeap) {
        return (long) (SHARE * free(maxHeap));
    }

    /** The weight up to which a node of this capacity takes replicas. */
    static long forCopies(long capacity) {
        return (long) (capacity / SHARE * COPIES_SHARE);
    }

    private static long free(long maxHeap) {
        return Math.max(maxHeap - PROGRAM, maxHeap / 8);
    }
}
