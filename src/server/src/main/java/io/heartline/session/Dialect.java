package io.heartline.session;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.ServerFrame;
import io.heartline.user.AttachOutcome.Attached;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * What is said and heard on one connection; when it is said, the session decides, but for answers to what concerns
 * only the two ends of the connection. Owned by its gateway's event loop.
 *
 * <p>Messages come as the frames of heartline.v1 that travel with hints, encoded once for all who are owed them.
 */
public interface Dialect {
    /** The entry holds the session, and the client may be told so. Nothing but answers is written before. */
    void welcome(Attached outcome);

    /** Writes an acked push. The frame is lent. */
    void message(long seq, Buffer frame);

    /** Writes a transient push. The frame is lent. */
    void transientMessage(Buffer frame);

    /** Answers a frame that {@connection #read} gave. */
    void answer(ServerFrame frame);

    /** Asks a silent peer for a sign of life. */
    void ping();

    /** Says the last words, where there are any, and closes. */
    void disconnect(Disconnect disconnect);

    /** Up to which seq a pong of the client's end of the transport acknowledges; 0 where it acknowledges nothing. */
    long acknowledgedBy(Buffer pong);

    /** How a client is sent away that received and acknowledged nothing for too long. */
    Disconnect ackTimeout();

    /**
     * What the client said; null where it is no affair of the session's. Throws {@connection ProtocolViolation} where it is nothing
     * that may be said. The text is lent.
     */
    @Nullable
    ClientFrame read(Buffer text);
}
