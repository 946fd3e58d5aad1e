package io.heartline.client.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Dialer of WebSockets. */
public final class SocketDialer implements ClientSocket.Dialer {
    private static final String SUBPROTOCOL = "heartline.v1";
    private static final int LOST = 1006;
    private static final int MOST_DETAIL = 300;

    private final WebSocketClient client;

    public SocketDialer(Vertx vertx, WebSocketClientOptions options) {
        this.client = vertx.createWebSocketClient(options);
    }

    @Override
    public Future<ClientSocket> dial(String url, ClientSocket.Receiver receiver) {
        WebSocketConnectOptions options =
                new WebSocketConnectOptions().setAbsoluteURI(url).addSubProtocol(SUBPROTOCOL);
        return client.connect(options)
                .map(socket -> (ClientSocket) new Socket(socket, receiver))
                .recover(failure -> Future.failedFuture(
                        failure instanceof UpgradeRejectedException rejected
                                ? new ClientSocket.UpgradeRefused(
                                        rejected.getStatus(), detail(rejected), retryAfter(rejected))
                                : failure));
    }

    /** Detail of a problem document (RFC 9457); empty if the answer is none. */
    private static String detail(UpgradeRejectedException rejected) {
        try {
            Buffer body = rejected.getBody();
            String detail = body == null ? null : new JsonObject(body).getString("detail");
            return detail == null ? "" : detail.substring(0, Math.min(MOST_DETAIL, detail.length()));
        } catch (RuntimeException noDocument) {
            return "";
        }
    }

    private static long retryAfter(UpgradeRejectedException rejected) {
        return RetryAfter.millis(rejected.getHeaders().get(HttpHeaders.RETRY_AFTER));
    }

    /** One WebSocket. */
    private static final class Socket implements ClientSocket {
        private final WebSocket socket;

        Socket(WebSocket socket, Receiver receiver) {
            this.socket = socket;
            socket.frameHandler(frame -> receiver.onHeard());
            socket.pongHandler(pong -> receiver.onHeard());
            socket.textMessageHandler(receiver::onText);
            socket.exceptionHandler(failure -> receiver.onClosed(LOST, String.valueOf(failure.getMessage())));
            socket.closeHandler(closed -> receiver.onClosed(code(socket.closeStatusCode()), reason()));
        }

        private static int code(@Nullable Short code) {
            return code == null ? LOST : code;
        }

        private String reason() {
            String reason = socket.closeReason();
            return reason == null || reason.isEmpty() ? "the connection was closed" : reason;
        }

        @Override
        public void write(Buffer frame) {
            socket.writeTextMessage(frame.toString());
        }

        @Override
        public boolean isFull() {
            return socket.writeQueueFull();
        }

        @Override
        public void close(int code, String reason) {
            if (!socket.isClosed()) {
                socket.close((short) code, reason);
            }
        }
    }
}
