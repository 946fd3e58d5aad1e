package io.heartline.torture.workload;

/** The counters of a run, for progress output. */
public enum Count {
    /** Messages that the publishers began to push. */
    BEGUN,
    /** Messages that were answered as stored. */
    STORED,
    GIVEN_UP,
    /** Attempts that the server refused. */
    REFUSED,
    /** Attempts with an unknown outcome. */
    UNKNOWN,
    DIALLED,
    WELCOMED,
    /** Messages that devices received, redeliveries included. */
    DELIVERED,
    /** Observations outside of the contract: unreadable frames, messages without a seq, a close with 4501. */
    ODD
}
