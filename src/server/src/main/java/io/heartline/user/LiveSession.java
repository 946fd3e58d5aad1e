package io.heartline.user;

/**
 * The live connection of a device, and the node and gateway that hold it.
 *
 * @param id fresh for every connection
 * @param node the id of the node that holds the socket; fresh for every start of a process
 * @param gateway the number of the gateway within the node
 * @param attempt the client's connection counter, or {@link #NO_ATTEMPT}
 * @param since the time when it connected, in milliseconds since 1970
 * @param transport {@code websocket}, {@code plain} or {@code sockjs}
 */
public record LiveSession(String id, String node, int gateway, long attempt, long since, String transport) {
    /** The client sent no attempt: the later connection wins. */
    public static final long NO_ATTEMPT = -1;

    /** True if this new connection gives way to {@code live}, because its attempt is lower. */
    boolean yieldsTo(LiveSession live) {
        return attempt != NO_ATTEMPT && live.attempt != NO_ATTEMPT && attempt < live.attempt;
    }

    /**
     * True if this session is older than {@code other}. Decides between two sessions that both claim to be live if
     * neither has just connected.
     */
    boolean ghostOf(LiveSession other) {
        boolean counted = attempt != NO_ATTEMPT && other.attempt != NO_ATTEMPT && attempt != other.attempt;
        return counted ? attempt < other.attempt : since < other.since;
    }
}
