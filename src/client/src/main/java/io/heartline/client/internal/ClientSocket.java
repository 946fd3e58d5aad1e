package io.heartline.client.internal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** Open socket that carries frames. */
public interface ClientSocket {
    /** Queues a frame. */
    void write(Buffer frame);

    /** True if the write queue is full; then a pong is not needed, because the queued frames prove the same. */
    boolean isFull();

    /** Closes the socket. If the peer does not answer, the connection is cut after a while. */
    void close(int code, String reason);

    /** Opens sockets. */
    interface Dialer {
        /**
         * Opens a socket; fails with {@link UpgradeRefused} if the server answers otherwise, or with the network's
         * error.
         */
        Future<ClientSocket> dial(String url, Receiver receiver);
    }

    /**
     * Receiver of the events of a socket. Events after {@link #onClosed}, or after the socket's own close, do not
     * count.
     */
    interface Receiver {
        void onText(String text);

        /** Something without text was received: a control frame, or a part of a frame. */
        void onHeard();

        void onClosed(int code, String reason);
    }

    /** Error of a server that answers the upgrade with another HTTP status. */
    final class UpgradeRefused extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final long retryAfterMillis;

        /** {@code detail} is the reason that the server gave; empty if it gave none. */
        public UpgradeRefused(int status, String detail, long retryAfterMillis) {
            super(
                    detail.isEmpty()
                            ? "the server answered with status " + status
                            : detail + " (status " + status + ")",
                    null,
                    false,
                    false);
            this.retryAfterMillis = retryAfterMillis;
        }

        /** Minimum wait before the next attempt; 0 if the server did not name one. */
        long retryAfterMillis() {
            return retryAfterMillis;
        }
    }
}
