package io.heartline.torture.field;

/** Capabilities that a field has or lacks, depending on the machine. */
public enum Capability {
    /** Stop and wake a process: {@code SIGSTOP} and {@code SIGCONT}. */
    SIGNALS,
    /** Drop or delay packets between two sites. */
    CUTS,
    /** Set the wall clock of one node. */
    CLOCKS,
    /** Start a node with its log on a full disk. */
    FULL_DISK
}
