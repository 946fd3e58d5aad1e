package io.heartline.story;

import static io.heartline.testsupport.Eventually.eventually;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A page that does not speak heartline.v1, on the JDK's WebSocket, which answers pings by itself as browsers do. */
final class PlainPage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String path;
    private final List<String> texts = new ArrayList<>(); // guarded by this
    private WebSocket socket;
    private int closeCode;

    private PlainPage(String path) {
        this.path = path;
    }

    static PlainPage at(String path) {
        return new PlainPage(path);
    }

    /** Connects, again if it has been connected before. */
    PlainPage connect(NodeProcess node) {
        synchronized (this) {
            closeCode = 0;
        }
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(3))
                .buildAsync(URI.create(node.url().replaceFirst("^http", "ws") + path), new Listener())
                .join();
        return this;
    }

    /** All texts received, over all connections. */
    synchronized List<String> texts() {
        return List.copyOf(texts);
    }

    void awaitAll(List<String> expected) {
        eventually(path + " has all of " + expected.size(), PATIENCE, () -> texts().containsAll(expected));
    }

    int awaitClose() {
        eventually(path + " is disconnected", PATIENCE, () -> closeCode() != 0);
        return closeCode();
    }

    private synchronized int closeCode() {
        return closeCode;
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                synchronized (PlainPage.this) {
                    texts.add(text.toString());
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            synchronized (PlainPage.this) {
                closeCode = code;
            }
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            synchronized (PlainPage.this) {
                closeCode = 1006;
            }
        }
    }
}
