package io.heartline.torture.field;

/** What a field may be able to do or not, by where it runs. */
public enum Ability {
    /** Stop and wake a process: {@code SIGSTOP} and {@code SIGCONT}. */
    SIGNALS,
    /** Keep packets back between two sites, and slow them down. */
    CUTS,
    /** Set the wall clock of one node. */
    CLOCKS,
    /** Give a node a log on a disk that is full. */
    FULL_DISK
}
