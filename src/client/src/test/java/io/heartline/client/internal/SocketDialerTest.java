package io.heartline.client.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets, on loopback. */
class SocketDialerTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: (\\S+)");

    private final Vertx vertx = Vertx.vertx();
    private final ClientSocket.Dialer dialer =
            new SocketDialer(vertx, new WebSocketClientOptions().setClosingTimeout(1));
    private final Told told = new Told();

    /** Received events, as futures. */
    private static final class Told implements ClientSocket.Receiver {
        private final CompletableFuture<String> text = new CompletableFuture<>();
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public void onText(String frame) {
            text.complete(frame);
        }

        @Override
        public void onHeard() {}

        @Override
        public void onClosed(int code, String reason) {
            closed.complete(code);
        }
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void framesGoBothWaysUnderTheSubprotocol() throws Exception {
        CompletableFuture<String> subprotocol = new CompletableFuture<>();
        int port = serve(socket -> {
            subprotocol.complete(socket.headers().get("Sec-WebSocket-Protocol"));
            socket.textMessageHandler(socket::writeTextMessage);
        });

        await(dialer.dial(url(port), told)).write(Buffer.buffer("{\"t\":\"é\"}"));

        assertThat(await(told.text)).isEqualTo("{\"t\":\"é\"}");
        assertThat(await(subprotocol)).isEqualTo("heartline.v1");
    }

    @Test
    void theServersCloseCodeIsTold() throws Exception {
        int port = serve(socket -> socket.close((short) 4502, "replaced"));
        await(dialer.dial(url(port), told));

        assertThat(await(told.closed)).isEqualTo(4502);
    }

    @Test
    void aRefusalTellsWhenToComeBack() throws Exception {
        int port = answer(request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "7")
                .end());

        Throwable refused = catchThrowable(() -> await(dialer.dial(url(port), told)));

        assertThat(refused.getCause())
                .isInstanceOfSatisfying(ClientSocket.UpgradeRefused.class, it -> assertThat(it.retryAfterMillis())
                        .isEqualTo(7_000));
    }

    @Test
    void aRefusalHasTheReasonThatTheServerGave() throws Exception {
        int port = answer(request -> request.response()
                .setStatusCode(403)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"status\":403,\"detail\":\"Origin: https://a.example is not allowed to connect\"}"));

        Throwable refused = catchThrowable(() -> await(dialer.dial(url(port), told)));

        assertThat(refused.getCause())
                .isInstanceOf(ClientSocket.UpgradeRefused.class)
                .hasMessage("Origin: https://a.example is not allowed to connect (status 403)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<h1>Not Found</h1>", "[]", "{\"detail\":7}"})
    void aRefusalWithoutAReasonHasItsStatus(String body) throws Exception {
        int port = answer(request -> request.response().setStatusCode(404).end(body));

        Throwable refused = catchThrowable(() -> await(dialer.dial(url(port), told)));

        assertThat(refused.getCause()).hasMessageContaining("404");
    }

    /** The peer accepts all data and never answers, as one that hangs does. */
    @Test
    void aSocketWhoseCloseNobodyAnswersIsCutOff() throws Exception {
        CompletableFuture<Boolean> cut = new CompletableFuture<>();
        int port = await(vertx.createNetServer()
                        .connectHandler(raw -> raw.closeHandler(gone -> cut.complete(true))
                                .handler(bytes -> acceptUpgrade(raw, bytes.toString(StandardCharsets.ISO_8859_1))))
                        .listen(0, LOOPBACK))
                .actualPort();
        ClientSocket socket = await(dialer.dial(url(port), told));
        socket.close(1000, "");

        assertThat(await(cut)).isTrue();
    }

    private static void acceptUpgrade(NetSocket raw, String bytes) {
        Matcher key = KEY.matcher(bytes);
        if (key.find()) {
            raw.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Protocol: heartline.v1\r\nSec-WebSocket-Accept: " + accept(key.group(1))
                    + "\r\n\r\n");
        }
    }

    private static String accept(String key) {
        try {
            byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private int serve(Handler<ServerWebSocket> handler) throws Exception {
        return await(vertx.createHttpServer(new HttpServerOptions().addWebSocketSubProtocol("heartline.v1"))
                        .webSocketHandler(handler)
                        .listen(0, LOOPBACK))
                .actualPort();
    }

    private int answer(Handler<HttpServerRequest> handler) throws Exception {
        return await(vertx.createHttpServer().requestHandler(handler).listen(0, LOOPBACK))
                .actualPort();
    }

    private static String url(int port) {
        return "ws://" + LOOPBACK + ":" + port + "/v1/connect";
    }

    private static <T> T await(Future<T> future) throws Exception {
        return await(future.toCompletionStage().toCompletableFuture());
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }
}
