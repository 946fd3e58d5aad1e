package io.heartline.torture.history;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event of a run: an act of the harness, or an observation. Each is one line of the history. An act is recorded before it
 * happens, an observation when it is made.
 */
public sealed interface Event {
    /** Milliseconds since the start of the run, by a monotonic clock. */
    long at();

    /** The channel of a push. */
    enum Channel {
        HTTP,
        BUS
    }

    /** The outcome of one attempt to push, by section 4 of the contract. */
    enum Fate {
        /** The message is stored, and must be delivered. */
        STORED,
        /** This attempt stored nothing, by the server's answer. */
        REFUSED,
        /** The message may be stored, now or later: no answer, a broken connection, or 504. */
        UNKNOWN
    }

    /** A position: epoch and seq. */
    record Position(String epoch, long seq) {}

    // ------------------------------------------------------------------------------------------------ publishers

    /**
     * A publisher sends a push, for the first time or again.
     *
     * @param number the body of the message, unique for each id of a run
     * @param ttlMillis 0 if the push has none
     */
    record Tried(long at, String user, String id, long number, long ttlMillis, Channel channel, String node)
            implements Event {}

    /**
     * The outcome of an attempt.
     *
     * @param status of HTTP, or the failure code of the bus; 0 if there was no answer
     * @param code of the problem, or the error; empty if the message is stored
     * @param position of the stored message; null if unknown
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

    /** The publisher stops to retry a push. Its outcome may be unknown. */
    record GivenUp(long at, String user, String id) implements Event {}

    // --------------------------------------------------------------------------------------------------- devices

    /**
     * A device starts to connect. Connections are numbered over the whole run; later events contain only this number.
     *
     * @param position the position in its hello; null for none
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

    /** A welcome arrived. */
    record Welcomed(long at, long link, String session, String nodeId, boolean resumed, Position position, long pending)
            implements Event {}

    /** A message arrived. {@code number} is its body. */
    record Delivered(long at, long link, Position position, String id, long number) implements Event {}

    /** The device acknowledges, cumulatively. */
    record Acknowledged(long at, long link, Position position) implements Event {}

    /** The client becomes half-open: it neither reads nor answers nor closes any more. */
    record Muted(long at, long link) implements Event {}

    /**
     * The client stops reading for a while. The server may close the connection meanwhile, which the client notices when it reads
     * again.
     */
    record Deafened(long at, long link) implements Event {}

    /** The device sends {@code bye}: the server then forgets the device. */
    record Departing(long at, long link) implements Event {}

    /** The server's goodbye frame, before it closes. */
    record Goodbye(long at, long link, int code, long retryAfterMillis) implements Event {}

    /**
     * The connection has ended for the client, or could not be opened.
     *
     * @param code of the server's close frame; 0 if the client dropped the connection, 1006 if it broke
     */
    record Ended(long at, long link, int code) implements Event {}

    // ----------------------------------------------------------------------------------------------------- nodes

    /** A process of this site is started. */
    record NodeStarted(long at, String node, long pid) implements Event {}

    /** The node is ready. */
    record NodeReady(long at, String node, String nodeId) implements Event {}

    /**
     * The node is lost for the others.
     *
     * @param how {@code killed}, {@code hung}, {@code terminated}, {@code cut off}, {@code ended} (by itself, which is a violation)
     */
    record NodeLost(long at, String node, String how) implements Event {}

    /** The node is back without a restart: its process is resumed, or its network repaired. */
    record NodeBack(long at, String node) implements Event {}

    // -------------------------------------------------------------------------------------------------- the run

    /** A fault begins. {@code number} counts from 1 over the run. */
    record FaultBegun(long at, long number, String kind, List<String> nodes, String detail) implements Event {}

    /** A fault is undone. Its consequences may last longer. */
    record FaultEnded(long at, long number) implements Event {}

    /** A node's answer to {@code GET /v1/cluster}. */
    record ClusterSeen(long at, String node, boolean safe, int nodes) implements Event {}

    /**
     * A node's answer to {@code GET /v1/users/{user}}, which was asked at {@code askedAt}.
     *
     * @param devices the names of the known devices
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

    /** The next phase of the run begins: {@code load}, {@code calm}, {@code end}. */
    record Phase(long at, String name) implements Event {}
}
