package io.heartline.client;

/** How a batch ended; the outcome of each line has been told before. */
public sealed interface BatchOutcome {
    /** How many lines have an outcome. */
    long lines();

    /** Each line that the source had was answered. */
    record Complete(long lines) implements BatchOutcome {}

    /** It could not go on: what the source still has was not read. The lines under way were told as refused or unknown. */
    record Broken(long lines, String code, String message) implements BatchOutcome {}
}
