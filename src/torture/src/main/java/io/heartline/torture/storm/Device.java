package io.heartline.torture.storm;

import io.heartline.torture.Site;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A client as lean as it can be, the only device of its user: says hello, keeps its position, acknowledges, answers pings,
 * and comes back whenever it is disconnected. It reads frames by looking for the few words it needs. Owned by the event
 * loop of its {@link Swarm}.
 */
final class Device {
    private static final long ACK_MILLIS = 5;
    private static final String PONG = "{\"t\":\"pong\"}";

    private final Swarm swarm;
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

    /** With {@code site} counted among the swarm's, round about. */
    Device(Swarm swarm, String user, int site) {
        this.swarm = swarm;
        this.user = user;
        this.site = site;
    }

    String user() {
        return user;
    }

    /** How many of its messages it has finished, each counted once. */
    int got() {
        return got.cardinality();
    }

    /** Where it is connected, or tries to be. */
    Site at() {
        return swarm.site(site);
    }

    /** On this connection it finishes none of the messages it gets: they stay owed, and come again on the next. */
    void hold() {
        holding = true;
    }

    /** Stops reading, as if its process stood still; what the network has room for still travels. */
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

    /** Loses its connection, without a word, and comes back. */
    void drop() {
        if (socket != null) {
            var unused = ((WebSocketInternal) socket).channelHandlerContext().close();
        }
    }

    /** Ends for good. */
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
        swarm.open(options).onComplete(this::onOpen, this::onRefused);
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
        swarm.tally().refused(failure instanceof UpgradeRejectedException refused ? refused.getStatus() : 0);
        again();
    }

    private void onClosed(WebSocket closed) {
        if (closed != socket) {
            return;
        }
        Short code = closed.closeStatusCode();
        swarm.tally().closed(code == null ? 1006 : code);
        if (welcome) {
            welcome = false;
            swarm.onLost(this);
        }
        socket = null;
        ackDue = false;
        holding = false;
        again();
    }

    /** Where it could not get in it turns to the next node, as a balancer would have it do. */
    private void again() {
        if (!gone) {
            site++;
            swarm.later(swarm.comeback().wait(tries++), this::connect);
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
        swarm.onWelcome(this, first || text.contains("\"resumed\":true"));
    }

    private void onMessage(WebSocket from, String text) {
        if (text.contains("\"epoch\":\"")) {
            epoch = word(text, "\"epoch\":\"");
        }
        if (holding) {
            return;
        }
        long seq = number(text, "\"seq\":");
        swarm.tally().message(seq > position, number(text, "\"micros\":"));
        position = Math.max(position, seq);
        got.set((int) number(text, "\"n\":"));
        if (!ackDue) {
            ackDue = true;
            swarm.later(ACK_MILLIS, () -> acknowledge(from));
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
