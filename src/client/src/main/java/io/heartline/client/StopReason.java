package io.heartline.client;

/** Reason for which a client has stopped. */
public sealed interface StopReason {
    /** The application asked for it. */
    record Asked() implements StopReason {}

    /**
     * The application called {@link HeartlineClient#bye}.
     *
     * @param received true if the server received it; if not, the server keeps the device until its time is over
     */
    record Bye(boolean received) implements StopReason {}

    /** The server closed the connection with a code from 4500 to 4999, which forbids to connect again. */
    record TurnedAway(int code, String reason) implements StopReason {}

    /** {@code maxAttempts} attempts in a row have failed; {@code reason} is that of the last one. */
    record Exhausted(int attempts, String reason) implements StopReason {}

    /** The handler failed with this message, and the application chose {@link FailureDecision#STOP}. */
    record HandlerFailed(Message message, Throwable failure) implements StopReason {}

    /** The store could not be read: without its position the client can't continue. */
    record StoreFailed(Throwable failure) implements StopReason {}
}
