package io.heartline.session;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.ServerFrame;
import io.heartline.user.AttachOutcome.Attached;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the language of one connection. The session decides when to write; only answers between the two ends
 * of a connection, such as to a heartbeat, are the dialect's own. Owned by its gateway's event loop.
 *
 * <p>Messages arrive as the frames of heartline.v1 that travel with hints, encoded once for all receivers.
 */
public interface Dialect {
    /** Tells the client that the session is attached. Only answers may be written before. */
    void welcome(Attached outcome);

    /** Writes an acked push. The frame is lent. */
    void message(long seq, Buffer frame);

    /** Writes a transient push. The frame is lent. */
    void transientMessage(Buffer frame);

    /** Answers a frame that {@link #read} gave. */
    void answer(ServerFrame frame);

    /** Pings a silent peer. */
    void ping();

    /** Writes the last frame, if the language has one, and closes the transport. */
    void disconnect(Disconnect disconnect);

    /** Returns the seq up to which a pong of the client's transport acknowledges, or 0. */
    long acknowledgedBy(Buffer pong);

    /** The disconnect of a client that received and acknowledged nothing for too long. */
    Disconnect ackTimeout();

    /**
     * Reads a text of the client; returns null if it is none of the session's concern. Throws {@link ProtocolViolation}
     * if the client may not send it. The text is lent.
     */
    @Nullable
    ClientFrame read(Buffer text);
}
