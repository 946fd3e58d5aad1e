package io.heartline.session.dialect;

/** What becomes of a client's text that is no heartbeat. */
public sealed interface OtherText {
    /** Nothing. */
    record Ignore() implements OtherText {}

    /** It is sent back: for development. */
    record Echo() implements OtherText {}

    /** It goes to a service that clients may send to. */
    record Forward(String to) implements OtherText {}
}
