package io.heartline.client;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** An open socket that carries frames. */
interface Wire {
    /** Queues a frame. */
    void write(Buffer frame);

    /** Whether so much waits to be sent that a pong more or less says nothing. */
    boolean isFull();

    /** Ends it; where the other side does not answer, it is cut off after a while. */
    void close(int code, String reason);

    /** Opens wires. */
    interface Dialer {
        /** Opens one; where it can't be, the Future fails with {@link Refused}, or with what went wrong. */
        Future<Wire> dial(String url, Receiver receiver);
    }

    /** Who is told what comes. After {@link #onClosed}, or the wire's own close, nothing does that counts. */
    interface Receiver {
        void onText(String text);

        /** Something came that has no text: a control frame, or a part. */
        void onHeard();

        void onClosed(int code, String reason);
    }

    /** The server answered with something else than a socket. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final long retryAfterMillis;

        Refused(int status, long retryAfterMillis) {
            super("the server answered with status " + status, null, false, false);
            this.retryAfterMillis = retryAfterMillis;
        }

        /** How long to stay away; 0 where the server did not say. */
        long retryAfterMillis() {
            return retryAfterMillis;
        }
    }
}
