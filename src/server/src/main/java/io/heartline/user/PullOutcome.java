package io.heartline.user;

/** What a pull finds. */
public sealed interface PullOutcome {
    /** The next messages. */
    record Pulled(Page page) implements PullOutcome {}

    /** The entry does not hold the session in that epoch. */
    record NotAttached() implements PullOutcome {}
}
