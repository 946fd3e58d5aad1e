package io.heartline.session.dialect;

import io.heartline.session.transport.Transport;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;

/**
 * Acknowledgement by the transport itself, for clients that acknowledge nothing: after messages a ping that names the last
 * seq; its pong proves that the peer's end received everything before it. Owned by its gateway's event loop.
 *
 * <p>A pong also stands for the pings before its own: RFC 6455, section 5.5.3, lets a peer answer only the newest. One that
 * answers none of the outstanding pings proves nothing: peers may send pongs as they please. A payload names the connection
 * too, so that no echo of an earlier one is taken for a proof.
 */
final class PingAcks {
    /** So many messages are written before a proof of them is asked for, or so many bytes. */
    static final int MOST_MESSAGES = 16;

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

    /** The message at {@code seq} was written: a proof of it is asked for in this turn of the event loop. */
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

    /** Asks for a sign of life; the answer proves only what it would have proved anyhow. */
    void probe() {
        transport.ping(payload(last));
    }

    /** Up to which seq this pong proves the messages received; 0 where it proves nothing. */
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
