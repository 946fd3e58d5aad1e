package io.heartline.client;

/**
 * Where a client stands, as one value.
 *
 * <pre>
 *            start                welcome
 *   Idle ───────────▶ Connecting ─────────▶ Online
 *                      ▲   │                  │
 *        due, retryNow │   │ failed           │ lost, or told to come back
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
     * One attempt is under way.
     *
     * @param attempt how many there were since the last stable connection, this one included
     */
    record Connecting(int attempt) implements ClientState {}

    /** The server has said welcome. */
    record Online(String user, String device, String session, String node) implements ClientState {}

    /**
     * The next attempt is due in a while.
     *
     * @param failed how many attempts there were since the last stable connection
     * @param millis how long it is until then
     * @param code what the last connection was closed with; 1006 where it was not closed but lost, or never came to be
     */
    record Waiting(int failed, long millis, int code, String reason) implements ClientState {}

    /** Nothing happens any more, unless the client is started again. */
    record Stopped(StopReason why) implements ClientState {}
}
