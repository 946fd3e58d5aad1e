package io.heartline.torture.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was done or seen, at a moment of the run's own clock. Each is one line of the history, and the order of
 * the lines is the order in which the harness learned of them: what it did is written down before it is done, what it saw
 * when it saw it.
 */
public sealed interface Event {
    /** Milliseconds since the run began, by a clock that never jumps. */
    long at();

    /** What a publisher goes through. */
    enum Channel {
        HTTP,
        BUS
    }

    /** What one try of a push came to, as the contract's section 4 has it. */
    enum Fate {
        /** It is stored, and owed. */
        STORED,
        /** This try stored nothing, and the server says so. */
        REFUSED,
        /** It may have been stored, or may yet be: no answer, a broken connection, 504. */
        UNKNOWN
    }

    /** Epoch and seq. */
    record Position(String epoch, long seq) {}

    // ------------------------------------------------------------------------------------------------ publishers

    /**
     * A publisher is about to send a push, for the first time or again.
     *
     * @param number the body of the message: no two ids of a run have the same
     * @param ttlMillis 0 where the push does not say any
     */
    record Tried(long at, String user, String id, long number, long ttlMillis, Channel channel, String node)
            implements Event {}

    /**
     * What a try came to.
     *
     * @param status HTTP's, or the failure code of the bus; 0 where there was no answer
     * @param code of the problem, or what broke; empty where it is stored
     * @param position where it is stored; null where it is not known to be
     */
    record Answered(
            long at,
            String user,
            String id,
            String node,
            Fate fate,
            int status,
            String code,
            @Nullable Position position,
            boolean duplicate)
            implements Event {}

    /** The publisher gives up on a push, whatever became of it. */
    record GivenUp(long at, String user, String id) implements Event {}

    // --------------------------------------------------------------------------------------------------- devices

    /**
     * A device begins to connect. Its connections are numbered over the whole run; later events name this number alone.
     *
     * @param position what its hello will say; null for none
     */
    record Dialled(
            long at,
            long link,
            String user,
            String device,
            String node,
            long attempt,
            long keepMillis,
            @Nullable Position position)
            implements Event {}

    /** A welcome came. */
    record Welcomed(long at, long link, String session, String nodeId, boolean resumed, Position position, long pending)
            implements Event {}

    /** An acked push came. {@code number} is its body. */
    record Delivered(long at, long link, Position position, String id, long number) implements Event {}

    /** The device is about to acknowledge, cumulatively. */
    record Acknowledged(long at, long link, Position position) implements Event {}

    /** From now on the client neither reads nor answers nor closes; the network may be at fault. */
    record Muted(long at, long link) implements Event {}

    /**
     * The client stops reading for a while. The server may have enough of it meanwhile; the client learns of that when it
     * reads on.
     */
    record Deafened(long at, long link) implements Event {}

    /** The device is about to say {@code bye}: it is not kept any more. */
    record Departing(long at, long link) implements Event {}

    /** What the server's goodbye said, before it closes. */
    record Goodbye(long at, long link, int code, long retryAfterMillis) implements Event {}

    /**
     * The client's side of a connection is over, or it never came to be.
     *
     * @param code of the close frame that came; 0 where the client itself closed without one (it dropped the connection),
     *     1006 where it broke
     */
    record Ended(long at, long link, int code) implements Event {}

    // ----------------------------------------------------------------------------------------------------- nodes

    /** A process of this site was started. */
    record NodeStarted(long at, String node, long pid) implements Event {}

    /** It answers that it is ready. */
    record NodeReady(long at, String node, String nodeId) implements Event {}

    /**
     * From now on the others must do without it.
     *
     * @param how {@code killed}, {@code hung}, {@code terminated}, {@code cut off}, {@code ended} (by itself: never right)
     */
    record NodeLost(long at, String node, String how) implements Event {}

    /** It runs again without having been restarted: woken up, or its network mended. */
    record NodeBack(long at, String node) implements Event {}

    // -------------------------------------------------------------------------------------------------- the run

    /** A fault begins. {@code number} counts from 1 over the run. */
    record FaultBegun(long at, long number, String kind, List<String> nodes, String detail) implements Event {}

    /** It is over: all that it did is undone. What it cost may last longer. */
    record FaultEnded(long at, long number) implements Event {}

    /** What a node's {@code /v1/cluster} said. */
    record ClusterSeen(long at, String node, boolean safe, int nodes) implements Event {}

    /**
     * What {@code GET /v1/users/{user}} said, asked at {@code askedAt}.
     *
     * @param devices that are kept, by name
     */
    record UserSeen(
            long at,
            long askedAt,
            String user,
            String node,
            boolean online,
            @Nullable String epoch,
            long head,
            long pending,
            List<String> sessions,
            List<String> devices)
            implements Event {}

    /** The run goes on to its next part: {@code load}, {@code calm}, {@code end}. */
    record Phase(long at, String name) implements Event {}
}
