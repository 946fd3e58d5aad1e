package io.heartline.client;

/** Why a client has stopped. It never stops without one. */
public sealed interface StopReason {
    /** The application asked for it. */
    record Asked() implements StopReason {}

    /**
     * The application ended the line.
     *
     * @param told whether the server heard it; where it did not, the device is kept until its time is over
     */
    record Bye(boolean told) implements StopReason {}

    /** The server said not to come back (4500–4999). */
    record TurnedAway(int code, String reason) implements StopReason {}

    /** As many attempts in a row as were allowed have failed; the last one for this reason. */
    record Exhausted(int attempts, String reason) implements StopReason {}

    /** The handler failed too often, and the listener's verdict was to stop. */
    record HandlerFailed(Message message, Throwable failure) implements StopReason {}

    /** The store could not be read: without its position the device would not know where to go on. */
    record StoreFailed(Throwable failure) implements StopReason {}
}
