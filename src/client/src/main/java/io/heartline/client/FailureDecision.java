package io.heartline.client;

/** Decision of the application about a message whose handler has failed {@code maxTries} times or more. */
public enum FailureDecision {
    /** Keep trying, with backoff. */
    RETRY,
    /** Count the message as finished: it is acknowledged, and the next one is handed over. */
    SKIP,
    /** Stop the client: the message is not acknowledged, and comes first when the client starts again. */
    STOP
}
