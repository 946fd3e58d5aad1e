package io.heartline.user;

/** The outcome of a pull. */
public sealed interface PullOutcome {
    /** The next messages. */
    record Pulled(Page page) implements PullOutcome {}

    /** The entry does not hold the session in that epoch. */
    record NotAttached() implements PullOutcome {}
}
