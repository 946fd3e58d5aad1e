package io.heartline.publisher;

/** Outcome of a batch; it comes after the outcome of each line. */
public sealed interface BatchOutcome {
    /** Number of lines that have an outcome. */
    long lines();

    /** All lines of the source were answered. */
    record Complete(long lines) implements BatchOutcome {}

    /** The batch ended early: the rest of the source was not read. Lines without an answer are refused or unknown. */
    record Broken(long lines, String code, String message) implements BatchOutcome {}
}
