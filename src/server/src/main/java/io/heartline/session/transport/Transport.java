package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;

/**
 * A connection that carries text frames. Used on its gateway's event loop only; what happens on it goes to its
 * {@connection Receiver}.
 */
public interface Transport {
    /** What it is called in the user's entry: {@code websocket}, {@code plain} or {@code sockjs}. */
    String name();

    /** Who hears of what happens from now on. */
    void receiver(Receiver receiver);

    /** Writes one text frame of UTF-8 bytes, never refused: the caller looks at {@connection #isFull()} first. */
    void write(Buffer frame);

    /**
     * Asks the peer's own end of the transport, and not the application behind it, to prove that it has received all that was
     * written before. The proof comes as {@connection Receiver#onPong}; one proof may stand for all that were asked for before it.
     *
     * @param payload at most 125 bytes
     */
    void ping(Buffer payload);

    /** Runs a task at the end of this turn of the event loop, together with what is written in it. One at most. */
    void atEndOfTurn(Runnable task);

    /** Whether so much waits for the socket that no message should be written; {@connection Receiver#onDrained} says when it ends. */
    boolean isFull();

    /** Whether nothing waits for the socket to take it; what was written in this turn of the event loop has not begun to. */
    boolean isEmpty();

    /** Stops reading, so that a peer who talks too early is held back by its own socket. */
    void pause();

    void resume();

    /** Says goodbye in the transport's own words and lets go of the socket, within seconds whatever the peer does. */
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
