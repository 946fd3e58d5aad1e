package io.heartline.session.gateway;

import io.heartline.session.transport.RequestDeadline;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of one gateway, of any kind, and the SockJS sessions that are polled. Owned by the gateway's event
 * loop.
 *
 * <p>Each connection counts. While more are open than may be kept, sessions are refused, and every connection is closed after
 * its next answer, so that health checks and publishers are still served. A few more than that may be open; beyond, a new
 * connection takes the place of one that waits for nothing.
 */
final class OpenConnections {
    /** The connections beyond the limit that may be open, as a part of the limit, and besides. */
    private static final int EXTRA_PART = 16;

    private static final int EXTRA = 8;

    /** The most connections to look at for one that waits for nothing. */
    private static final int LOOKS = 256;

    private static final String HEALTH = "/health/";

    /** A connection that is no WebSocket, and its charge against the rate of its address. */
    private static final class Plain {
        private final RequestDeadline watch;
        private boolean counted;
        private boolean used;

        private Plain(RequestDeadline watch) {
            this.watch = watch;
        }
    }

    private final ConnectionLimit limit;
    /** The connections that are no WebSockets; those at the beginning were opened or looked at first. */
    private final Map<HttpConnection, Plain> plain = new LinkedHashMap<>();

    private int open;
    private int polled;

    OpenConnections(ConnectionLimit limit) {
        this.limit = limit;
    }

    /** Counts a connection that was just accepted. */
    void add(HttpConnection connection, RequestDeadline watch) {
        Slot slot = new Slot(connection);
        plain.put(connection, new Plain(watch));
        open++;
        watch.onUpgrade(slot::upgraded);
        watch.onClosed(slot::closed);
        if (open > (long) limit.most() + Math.min(limit.most() / EXTRA_PART + EXTRA, limit.extra())) {
            closeIdle(watch);
        }
    }

    /** The place of one connection. It forgets a WebSocket's HTTP connection, which would keep much memory. */
    private final class Slot {
        private @Nullable HttpConnection connection;

        private Slot(HttpConnection connection) {
            this.connection = connection;
        }

        private void upgraded() {
            if (connection != null) {
                plain.remove(connection);
                connection = null;
            }
        }

        private void closed() {
            upgraded();
            open--;
        }
    }

    /** Closes the oldest connection that waits for nothing, or the newest if all that were looked at wait. */
    private void closeIdle(RequestDeadline newest) {
        for (int looks = Math.min(LOOKS, plain.size()); looks > 0; looks--) {
            Iterator<Map.Entry<HttpConnection, Plain>> all = plain.entrySet().iterator();
            Map.Entry<HttpConnection, Plain> oldest = all.next();
            HttpConnection connection = oldest.getKey();
            Plain kept = oldest.getValue();
            all.remove();
            if (kept.watch.isIdle()) {
                kept.watch.closeForRoom();
                return;
            }
            plain.put(connection, kept); // at the end, so that others are looked at next time
        }
        newest.closeForRoom();
    }

    /** The number of connections, except the one that asks. */
    int others() {
        return Math.max(0, open - 1) + polled;
    }

    void onPolledOpen() {
        polled++;
    }

    void onPolledClosed() {
        polled--;
    }

    /** Notes a request of any kind. Health checks are not counted against the rate of their address. */
    void onRequest(HttpServerRequest request) {
        Plain connection = plain.get(request.connection());
        if (connection == null) {
            return;
        }
        if (open > limit.most()) {
            connection.watch.closeAfterAnswer();
        }
        if (!connection.counted && !String.valueOf(request.path()).startsWith(HEALTH)) {
            connection.counted = limit.rate(request) == null;
        }
    }

    /** Counts a session that is to be opened against the rate of its address, unless its connection was counted for it. */
    @Nullable
    ConnectionRefusal rate(HttpServerRequest request) {
        Plain connection = plain.get(request.connection());
        if (connection != null && connection.counted && !connection.used) {
            connection.used = true;
            return null;
        }
        return limit.rate(request);
    }
}
