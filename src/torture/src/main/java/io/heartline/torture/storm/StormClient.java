package io.heartline.torture.storm;

import io.heartline.torture.Site;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A minimal client, the only device of its user. It sends a hello, keeps its position, acknowledges, answers pings, and reconnects
 * after each disconnect. It searches frames for the few fields that it needs. Owned by the event
 * loop of its {@link ClientGroup}.
 */
final class StormClient {
    private static final long ACK_MILLIS = 5;
    private static final String PONG = "{\"t\":\"pong\"}";

    private final ClientGroup group;
    private final String user;
    private final BitSet got = new BitSet();
    private int site;
    private @Nullable WebSocket socket;
    private String epoch = "";
    private long position = -1;
    private long attempt;
    private int tries;
    private boolean holding;
    private boolean ackDue;
    private boolean welcome;
    private boolean gone;

    /** @param site the index of its first site */
    StormClient(ClientGroup group, String user, int site) {
        this.group = group;
        this.user = user;
        this.site = site;
    }

    String user() {
        return user;
    }

    /** The number of different messages that it has processed. */
    int got() {
        return got.cardinality();
    }

    /** The site that it is connected to, or connects to. */
    Site at() {
        return group.site(site);
    }

    /** Leaves all messages of this connection unacknowledged, so that they are redelivered on the next one. */
    void hold() {
        holding = true;
    }

    /** Stops reading, as a stopped process does; the network's buffers still fill. */
    void pause() {
        if (socket != null) {
            socket.pause();
        }
    }

    void resume() {
        if (socket != null) {
            socket.resume();
        }
    }

    boolean isHolding() {
        return holding;
    }

    /** Drops its connection without a close frame, and reconnects. */
    void drop() {
        if (socket != null) {
            var unused = ((WebSocketInternal) socket).channelHandlerContext().close();
        }
    }

    /** Disconnects and does not reconnect. */
    void leave() {
        gone = true;
        drop();
    }

    void connect() {
        Site at = at();
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(at.host())
                .setPort(at.port())
                .setURI("/v1/connect")
                .addSubProtocol("heartline.v1");
        group.open(options).onComplete(this::onOpen, this::onRefused);
    }

    private void onOpen(WebSocket opened) {
        socket = opened;
        opened.textMessageHandler(text -> onText(opened, text));
        opened.exceptionHandler(broken -> {});
        opened.closeHandler(closed -> onClosed(opened));
        String from = position < 0 ? "" : ",\"position\":{\"epoch\":\"" + epoch + "\",\"seq\":" + position + "}";
        send(
                opened,
                "{\"t\":\"hello\",\"user\":\"" + user + "\",\"device\":\"d\",\"attempt\":" + ++attempt + from + "}");
    }

    private void onRefused(Throwable failure) {
        group.counters().refused(failure instanceof UpgradeRejectedException refused ? refused.getStatus() : 0);
        again();
    }

    private void onClosed(WebSocket closed) {
        if (closed != socket) {
            return;
        }
        Short code = closed.closeStatusCode();
        group.counters().closed(code == null ? 1006 : code);
        if (welcome) {
            welcome = false;
            group.onLost(this);
        }
        socket = null;
        ackDue = false;
        holding = false;
        again();
    }

    /** Reconnects, to the next site, as through a load balancer. */
    private void again() {
        if (!gone) {
            site++;
            group.later(group.reconnectDelay().wait(tries++), this::connect);
        }
    }

    private void onText(WebSocket from, String text) {
        if (text.startsWith("{\"t\":\"message\"")) {
            onMessage(from, text);
        } else if (text.startsWith("{\"t\":\"ping\"")) {
            send(from, PONG);
        } else if (text.startsWith("{\"t\":\"welcome\"")) {
            onWelcome(text);
        }
    }

    private void onWelcome(String text) {
        boolean first = position < 0;
        epoch = word(text, "\"epoch\":\"");
        position = number(text, "\"seq\":");
        tries = 0;
        welcome = true;
        group.onWelcome(this, first || text.contains("\"resumed\":true"));
    }

    private void onMessage(WebSocket from, String text) {
        if (text.contains("\"epoch\":\"")) {
            epoch = word(text, "\"epoch\":\"");
        }
        if (holding) {
            return;
        }
        long seq = number(text, "\"seq\":");
        group.counters().message(seq > position, number(text, "\"micros\":"));
        position = Math.max(position, seq);
        got.set((int) number(text, "\"n\":"));
        if (!ackDue) {
            ackDue = true;
            group.later(ACK_MILLIS, () -> acknowledge(from));
        }
    }

    private void acknowledge(WebSocket to) {
        if (to == socket) {
            ackDue = false;
            send(to, "{\"t\":\"ack\",\"seq\":" + position + "}");
        }
    }

    private static void send(WebSocket to, String text) {
        if (!to.isClosed()) {
            var unused = to.writeTextMessage(text);
        }
    }

    private static String word(String text, String after) {
        int from = text.indexOf(after) + after.length();
        return text.substring(from, text.indexOf('"', from));
    }

    private static long number(String text, String after) {
        int from = text.indexOf(after) + after.length();
        int to = from;
        while (to < text.length() && Character.isDigit(text.charAt(to))) {
            to++;
        }
        return Long.parseLong(text, from, to, 10);
    }
}
