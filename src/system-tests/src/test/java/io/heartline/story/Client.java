package io.heartline.story;

import static io.heartline.testsupport.Eventually.eventually;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One device of one user, on the JDK's WebSocket, without any code of Heartline. It acknowledges every message, keeps its
 * position over reconnections as the protocol asks, and records everything.
 */
final class Client implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The ten seconds that a service has, and time for the network. */
    private static final Duration REPLY_WITHIN = Duration.ofSeconds(15);

    private final String user;
    private final String device;
    private final List<String> texts = new ArrayList<>(); // guarded by this
    private final List<JsonObject> frames = new ArrayList<>(); // guarded by this
    private final List<Received> received = new ArrayList<>(); // guarded by this
    private boolean acknowledging = true;
    private String epoch = "";
    private long position = -1;
    private long attempt;
    private int asked;
    private WebSocket socket;
    private int closeCode;

    /** A received message. */
    record Received(String epoch, long seq, String id, String body) {}

    private Client(String user, String device) {
        this.user = user;
        this.device = device;
    }

    static Client of(String user, String device) {
        return new Client(user, device);
    }

    /** Stops acknowledging messages. */
    synchronized Client silent() {
        acknowledging = false;
        return this;
    }

    /** Connects, again if it has been connected before, and waits for the welcome. */
    Client connect(NodeProcess node) {
        return connect(node.url());
    }

    /** Connects to the node or the proxy with this url, and waits for the welcome. */
    Client connect(String url) {
        synchronized (this) {
            closeCode = 0;
            frames.clear();
        }
        HttpClient http = HttpClient.newHttpClient();
        CompletableFuture<WebSocket> opened = http.newWebSocketBuilder()
                .subprotocols("heartline.v1")
                .connectTimeout(Duration.ofSeconds(3))
                .buildAsync(URI.create(url.replaceFirst("^http", "ws") + "/v1/connect"), new Listener());
        WebSocket ws = opened.join();
        synchronized (this) {
            socket = ws;
        }
        ws.sendText(hello().encode(), true).join();
        eventually(user + " is welcome at " + url, PATIENCE, () -> welcome() != null);
        return this;
    }

    private synchronized JsonObject hello() {
        JsonObject hello = new JsonObject()
                .put("t", "hello")
                .put("user", user)
                .put("device", device)
                .put("attempt", ++attempt);
        if (position >= 0) {
            hello.put("position", new JsonObject().put("epoch", epoch).put("seq", position));
        }
        return hello;
    }

    synchronized JsonObject welcome() {
        return frame("welcome");
    }

    synchronized JsonObject frame(String type) {
        return frames.stream()
                .filter(frame -> type.equals(frame.getString("t")))
                .findFirst()
                .orElse(null);
    }

    String user() {
        return user;
    }

    /** All received texts, byte for byte. */
    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    synchronized int closeCode() {
        return closeCode;
    }

    int awaitClose() {
        eventually(user + " is disconnected", PATIENCE, () -> closeCode() != 0);
        return closeCode();
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    List<String> bodies() {
        return received().stream().map(Received::body).toList();
    }

    Client awaitMessages(int count) {
        eventually(
                user + " has " + count + " messages, not " + received().size(),
                PATIENCE,
                () -> received().size() >= count);
        return this;
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    /** Sends a request to a service; returns its reply or the error, without the fields of the frame. */
    JsonObject ask(String to, String body) {
        String ref = Integer.toString(++asked);
        say("{\"t\":\"send\",\"ref\":\"" + ref + "\",\"to\":\"" + to + "\",\"body\":" + body + "}");
        eventually(user + " gets a reply from " + to, REPLY_WITHIN, () -> reply(ref) != null);
        JsonObject reply = reply(ref).copy();
        reply.remove("t");
        reply.remove("ref");
        return reply;
    }

    private synchronized JsonObject reply(String ref) {
        return frames.stream()
                .filter(frame -> "reply".equals(frame.getString("t")) && ref.equals(frame.getString("ref")))
                .findFirst()
                .orElse(null);
    }

    /** Drops the connection without a close frame, as a network fault does. */
    void drop() {
        socket.abort();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }

    private synchronized void onText(WebSocket from, String text) {
        JsonObject frame = new JsonObject(text);
        texts.add(text);
        frames.add(frame);
        switch (frame.getString("t")) {
            case "welcome" -> {
                epoch = frame.getJsonObject("position").getString("epoch");
                position = frame.getJsonObject("position").getLong("seq");
            }
            case "message" -> onMessage(from, frame);
            case "ping" -> from.sendText("{\"t\":\"pong\"}", true);
            default -> {
                // recorded above
            }
        }
    }

    private void onMessage(WebSocket from, JsonObject frame) {
        epoch = frame.getString("epoch", epoch);
        Object body = frame.getValue("body");
        received.add(new Received(epoch, frame.getLong("seq", 0L), frame.getString("id"), String.valueOf(body)));
        if (acknowledging && frame.containsKey("seq")) {
            position = frame.getLong("seq");
            from.sendText("{\"t\":\"ack\",\"seq\":" + position + "}", true);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                Client.this.onText(from, text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            synchronized (Client.this) {
                closeCode = code;
            }
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            synchronized (Client.this) {
                closeCode = 1006;
            }
        }
    }
}
