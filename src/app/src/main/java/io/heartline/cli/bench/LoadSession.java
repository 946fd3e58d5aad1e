package io.heartline.cli.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;

/**
 * A minimal client: says hello, acknowledges what it gets, answers pings. It reads frames by looking for the
 * few words it needs, so that the load generator does not dominate the measurement. Owned by the run's event loop.
 */
final class LoadSession {
    private static final long ACK_MILLIS = 5;
    private static final String PONG = "{\"t\":\"pong\"}";

    private final Vertx vertx;
    private final WebSocket socket;
    private final Tally tally;
    private final Promise<Void> welcomed = Promise.promise();
    private long last;
    private boolean ackDue;

    private LoadSession(Vertx vertx, WebSocket socket, Tally tally) {
        this.vertx = vertx;
        this.socket = socket;
        this.tally = tally;
    }

    /** Connects with the fields of a {@code hello} that say who it is; completes with the welcome. */
    static Future<LoadSession> open(
            Vertx vertx, WebSocketClient client, WebSocketConnectOptions node, JsonObject who, Tally tally) {
        String hello = new JsonObject()
                .put("t", "hello")
                .mergeIn(who)
                .put("device", "bench")
                .put("keepMillis", 0)
                .encode();
        return client.connect(node).compose(socket -> {
            LoadSession session = new LoadSession(vertx, socket, tally);
            socket.textMessageHandler(session::onText);
            socket.closeHandler(closed -> session.onClosed());
            socket.writeTextMessage(hello);
            return session.welcomed.future().map(session);
        });
    }

    Future<Void> close() {
        return socket.writeTextMessage("{\"t\":\"bye\"}");
    }

    private void onText(String text) {
        if (text.startsWith("{\"t\":\"message\"")) {
            onMessage(text);
        } else if (text.startsWith("{\"t\":\"ping\"")) {
            socket.writeTextMessage(PONG);
        } else if (text.startsWith("{\"t\":\"welcome\"")) {
            last = number(text, "\"seq\":");
            tally.online++;
            welcomed.tryComplete();
        }
    }

    private void onMessage(String text) {
        long seq = number(text, "\"seq\":");
        tally.onMessage(nowMicros() - number(text, "\"sentMicros\":"), seq == last + 1);
        last = seq;
        if (!ackDue) {
            ackDue = true;
            vertx.setTimer(ACK_MILLIS, due -> acknowledge());
        }
    }

    private void acknowledge() {
        ackDue = false;
        if (!socket.isClosed()) {
            socket.writeTextMessage("{\"t\":\"ack\",\"seq\":" + last + "}");
        }
    }

    private void onClosed() {
        tally.online--;
        tally.closed++;
        tally.lastClose = socket.closeStatusCode() + " " + socket.closeReason();
        welcomed.tryFail("closed before the welcome: " + socket.closeStatusCode() + " " + socket.closeReason());
    }

    /** The time that publishers write into the body; both ends are this process. */
    static long nowMicros() {
        return System.nanoTime() / 1_000;
    }

    private static long number(String text, String after) {
        int at = text.indexOf(after);
        if (at < 0) {
            return 0;
        }
        long value = 0;
        for (int i = at + after.length(); i < text.length() && Character.isDigit(text.charAt(i)); i++) {
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value;
    }
}
