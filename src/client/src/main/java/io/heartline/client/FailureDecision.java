package io.heartline.client;

/** Decision of the application about a message whose handler has failed {@code maxTries} times. */
public enum FailureDecision {
    /** Count the message as finished: it is acknowledged and does not come again. */
    SKIP,
    /** Stop the client: the message is not acknowledged, and comes first when the client starts again. */
    STOP
}
