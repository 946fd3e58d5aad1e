package io.heartline.session.dialect;

import io.heartline.session.transport.Transport;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;

/**
 * Acknowledgements by ping and pong, for clients that send none. After messages a ping names the last seq; its pong
 * proves that the client's WebSocket received all messages before it. Owned by its gateway's event loop.
 *
 * <p>A pong also answers the earlier pings: RFC 6455, section 5.5.3, lets a peer answer only the newest. A pong that
 * answers no outstanding ping proves nothing, because peers may send unsolicited pongs. The payload contains the
 * connection, so that the pong of an earlier connection is not taken for an acknowledgement.
 */
final class PingAcks {
    /** The most messages that are written before the next ping. */
    static final int MOST_MESSAGES = 16;

    /** The most bytes that are written before the next ping. */
    static final int MOST_BYTES = 64 << 10;

    private final Transport transport;
    private final String connection;
    private final ArrayDeque<Long> pinged = new ArrayDeque<>(2);
    private long last;
    private int messages;
    private int bytes;

    PingAcks(Transport transport, String connection) {
        this.transport = transport;
        this.connection = connection;
    }

    /** The message at {@code seq} was written: a ping follows in this turn of the event loop. */
    void written(long seq, int length) {
        last = seq;
        messages++;
        bytes += length;
        if (messages >= MOST_MESSAGES || bytes >= MOST_BYTES) {
            ping();
        } else if (messages == 1) {
            transport.atEndOfTurn(this::pingIfWritten);
        }
    }

    private void pingIfWritten() {
        if (messages > 0) {
            ping();
        }
    }

    private void ping() {
        messages = 0;
        bytes = 0;
        pinged.add(last);
        transport.ping(payload(last));
    }

    /** Pings a silent peer. The pong acknowledges only what earlier pings cover. */
    void probe() {
        transport.ping(payload(last));
    }

    /** Returns the seq up to which this pong acknowledges, or 0. */
    long acknowledgedBy(Buffer pong) {
        for (long seq : pinged) {
            if (payload(seq).equals(pong)) {
                pinged.removeIf(each -> each <= seq);
                return seq;
            }
        }
        return 0;
    }

    private Buffer payload(long seq) {
        return Buffer.buffer(seq + " " + connection);
    }
}
