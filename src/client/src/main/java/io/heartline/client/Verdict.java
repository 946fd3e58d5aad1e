package io.heartline.client;

/** What to do about a message whose handler has failed too often. */
public enum Verdict {
    /** Count it as finished: it is acknowledged and does not come again. */
    SKIP,
    /** Stop the client: the message stays owed and comes first when the client starts again. */
    STOP
}
