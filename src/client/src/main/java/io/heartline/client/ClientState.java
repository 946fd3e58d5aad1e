package io.heartline.client;

/**
 * State of a client, as one value.
 *
 * <pre>
 *            start                welcome
 *   Idle ───────────▶ Connecting ─────────▶ Online
 *                      ▲   │                  │
 *        due, retryNow │   │ failed           │ lost, or closed below 4500
 *                      │   ▼                  │
 *                     Waiting ◀───────────────┘
 *
 *   from anywhere ─▶ Stopped(why) ─ start ─▶ Connecting
 * </pre>
 */
public sealed interface ClientState {
    /** Not started yet. */
    record Idle() implements ClientState {}

    /**
     * An attempt to connect is in progress.
     *
     * @param attempt number of attempts since the last stable connection, this one included
     */
    record Connecting(int attempt) implements ClientState {}

    /** The server has said welcome. */
    record Online(String user, String device, String session, String node) implements ClientState {}

    /**
     * The client waits for the next attempt.
     *
     * @param failed number of attempts since the last stable connection
     * @param millis duration of the wait
     * @param code close code of the last connection; 1006 if it was lost without one, or never opened
     */
    record Waiting(int failed, long millis, int code, String reason) implements ClientState {}

    /** The client has stopped; it can be started again. */
    record Stopped(StopReason why) implements ClientState {}
}
