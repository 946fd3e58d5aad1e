package io.heartline.user;

/**
 * The live connection of a device and where it is held.
 *
 * @param id fresh for every connection
 * @param node the id of the node that holds the socket; fresh for every start of a process
 * @param gateway the number of the gateway within the node
 * @param attempt the client's connection counter, or {@link #NO_ATTEMPT}
 * @param since when it connected, in milliseconds since 1970
 * @param transport {@code websocket}, {@code plain} or {@code sockjs}
 */
public record LiveSession(String id, String node, int gateway, long attempt, long since, String transport) {
    /** The client sent no attempt: the later connection wins. */
    public static final long NO_ATTEMPT = -1;

    /** Whether this connection, coming now, gives way to {@code live}: only a lower attempt does. */
    boolean yieldsTo(LiveSession live) {
        return attempt != NO_ATTEMPT && live.attempt != NO_ATTEMPT && attempt < live.attempt;
    }

    /** Whether this one is older than {@code other}, where both claim to live and neither has just come. */
    boolean ghostOf(LiveSession other) {
        boolean counted = attempt != NO_ATTEMPT && other.attempt != NO_ATTEMPT && attempt != other.attempt;
        return counted ? attempt < other.attempt : since < other.since;
    }
}
