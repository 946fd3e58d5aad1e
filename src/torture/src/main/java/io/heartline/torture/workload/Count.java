package io.heartline.torture.workload;

/** What is counted while it runs, for people who watch. */
public enum Count {
    /** Messages that were begun. */
    BEGUN,
    /** Messages that are known to be stored. */
    STORED,
    GIVEN_UP,
    /** Tries that the server refused. */
    REFUSED,
    /** Tries of which nobody knows what came. */
    UNKNOWN,
    DIALLED,
    WELCOMED,
    /** Messages that came to devices, again or for the first time. */
    DELIVERED,
    /** What the contract does not know: frames that can't be read, messages without a seq, a close with 4501. */
    ODD
}
