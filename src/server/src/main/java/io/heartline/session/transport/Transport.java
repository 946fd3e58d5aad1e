package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;

/**
 * A connection that carries text frames. Used on its gateway's event loop only; its events go to its {@link Receiver}.
 */
public interface Transport {
    /** The name in the user's entry: {@code websocket}, {@code plain} or {@code sockjs}. */
    String name();

    /** The address of the client, for logs, also if a proxy passed it on; {@code unknown} if it is not known. */
    default String remoteAddress() {
        return "unknown";
    }

    /** Sets the receiver of the events from now on. */
    void receiver(Receiver receiver);

    /** Writes one text frame of UTF-8 bytes. Never refused: the caller checks {@link #isFull()} first. */
    void write(Buffer frame);

    /**
     * Asks the peer's transport, not its application, to confirm that it has received all frames written before. The
     * confirmation is {@link Receiver#onPong}; one may confirm all earlier pings.
     *
     * @param payload at most 125 bytes
     */
    void ping(Buffer payload);

    /** Runs a task at the end of this turn of the event loop, before the flush. At most one task waits. */
    void atEndOfTurn(Runnable task);

    /**
     * Tells whether so many bytes wait for the socket that no message should be written; {@link Receiver#onDrained}
     * tells when it ends.
     */
    boolean isFull();

    /** Tells whether no bytes wait for the socket. Frames of this turn of the event loop do not count yet. */
    boolean isEmpty();

    /** Stops reading, so that TCP holds back a peer that sends too early. */
    void pause();

    void resume();

    /**
     * Limits what the peer may send to a {@code hello}, within the budget of connections without a session, until
     * {@link #unrestrict}.
     */
    void restrict();

    /** Lifts the limits of {@link #restrict}: the peer has a session. */
    void unrestrict();

    /** Sends the close frame of the transport and releases the socket within seconds, whatever the peer does. */
    void close(CloseCode code);

    /** The events of a transport, called on the gateway's event loop. Each is ignored unless it is overridden. */
    interface Receiver {
        /** A receiver that ignores every event. */
        Receiver NONE = new Receiver() {};

        /** A whole text message arrived; it need not be UTF-8. The buffer is lent: a receiver that keeps it copies it. */
        default void onText(Buffer text) {}

        /** A frame of any kind arrived, control frames included: the peer is alive. */
        default void onHeard() {}

        /** A pong arrived, solicited or not. The payload is lent. */
        default void onPong(Buffer payload) {}

        /** The socket took the bytes that had been waiting for it. */
        default void onDrained() {}

        /** The peer violated the protocol; the receiver closes the transport. */
        default void onViolation(CloseCode code, String reason) {}

        /** The socket is gone. Called once, and no event follows. */
        default void onClosed() {}
    }
}
