package io.heartline.store.memory;

/**
 * The memory of one node, in bytes.
 *
 * @param capacity the heap that entries may take, sessions included
 * @param sessions the heap of its sessions
 * @param owned the weight of the entries that it owns
 * @param held the weight of all entries on it, replicas included
 * @param ceiling the weight of owned entries up to which it may accept messages until its next report
 */
record NodeMemory(long capacity, long sessions, long owned, long held, long ceiling) {

    /** A node that has told nothing yet. */
    static NodeMemory unknown(long capacity) {
        return new NodeMemory(capacity, 0, 0, 0, 0);
    }

    /** The capacity that its sessions leave. */
    long room() {
        return capacity - sessions - held;
    }

    /** The weight that may be added before its next report. */
    long pending() {
        return Math.max(0, ceiling - owned);
    }
}
