package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.vertx.core.buffer.Buffer;

/**
 * A connection that carries text frames. Used on its gateway's event loop only; what happens on it goes to its
 * {@link Receiver}.
 */
public interface Transport {
    /** What it is called in the user's entry: {@code websocket}, {@code plain} or {@code sockjs}. */
    String name();

    /** Who hears of what happens from now on. */
    void receiver(Receiver receiver);

    /** Writes one text frame of UTF-8 bytes, never refused: the caller looks at {@link #isFull()} first. */
    void write(Buffer frame);

    /**
     * Asks the peer's own end of the transport, and not the application behind it, to prove that it has received all that was
     * written before. The proof comes as {@link Receiver#onPong}; one proof may stand for all that were asked for before it.
     *
     * @param payload at most 125 bytes
     */
    void ping(Buffer payload);

    /** Runs a task at the end of this turn of the event loop, together with what is written in it. One at most. */
    void atEndOfTurn(Runnable task);

    /** Whether so much waits for the socket that no message should be written; {@link Receiver#onDrained} says when it ends. */
    boolean isFull();

    /** Whether nothing waits for the socket to take it; what was written in this turn of the event loop has not begun to. */
    boolean isEmpty();

    /** Stops reading, so that a peer who talks too early is held back by its own socket. */
    void pause();

    void resume();

    /** Says goodbye in the transport's own words and lets go of the socket, within seconds whatever the peer does. */
    void close(CloseCode code);

    /** What happens on a transport; called on the gateway's event loop. */
    interface Receiver {
        /** A text message, whole; not yet known to be UTF-8. The buffer is lent: who keeps it copies it. */
        void onText(Buffer text);

        /** The peer lives: a frame of any kind came, control frames included. */
        void onHeard();

        /** A pong came, asked for or not. The payload is lent. */
        void onPong(Buffer payload);

        /** The socket took what had been waiting for it. */
        void onDrained();

        /** The peer sent what may not be sent; the receiver is to close. */
        void onViolation(CloseCode code, String reason);

        /** The socket is gone; called once, and nothing after it. */
        void onClosed();
    }
}
