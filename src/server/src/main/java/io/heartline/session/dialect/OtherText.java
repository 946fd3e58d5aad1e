package io.heartline.session.dialect;

/** The handling of a plain client's text that is no heartbeat. */
public sealed interface OtherText {
    /** Ignored. */
    record Ignore() implements OtherText {}

    /** Sent back, for development. */
    record Echo() implements OtherText {}

    /** Forwarded to a service that clients may send to. */
    record Forward(String to) implements OtherText {}
}
