package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.testsupport.Eventually;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that send many requests at once, and do not read the answers. */
class PipelineTest {
    private static final String LARGE = "x".repeat(40_000);
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 200 ");

    private final AtomicInteger large = new AtomicInteger();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        TestNode.Choices choices = new TestNode.Choices();
        choices.http = this::answer;
        node = new TestNode(choices);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private void answer(HttpServerRequest request) {
        request.endHandler(whole -> {
            switch (request.path()) {
                case "/large" -> {
                    large.incrementAndGet();
                    request.response().end(LARGE);
                }
                case "/waiting" -> {
                    Context loop = Vertx.currentContext();
                    waiting.add(
                            () -> loop.runOnContext(now -> request.response().end("late")));
                }
                default -> request.response().end("small");
            }
        });
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    }

    private Socket send(String requests) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void readAnswers(Socket socket, int answers) throws IOException {
        InputStream in = socket.getInputStream();
        byte[] bytes = new byte[1 << 16];
        StringBuilder end = new StringBuilder();
        int seen = 0;
        while (seen < answers) {
            int length = in.read(bytes);
            assertThat(length).as("after %d answers", seen).isPositive();
            end.append(new String(bytes, 0, length, StandardCharsets.US_ASCII));
            seen += (int) STATUS.matcher(end).results().count();
            end.delete(0, Math.max(0, end.length() - 12)); // a status that is cut in the middle counts next time
        }
    }

    @Test
    void aConnectionThatDoesNotReadIsNotReadEitherAndOthersAreAnswered() throws Exception {
        int requests = 3_000;
        try (Socket greedy = send(get("/large").repeat(requests));
                Socket other = send(get("/small"))) {
            readAnswers(other, 1);
            Eventually.eventually("answers fill the socket", Duration.ofSeconds(20), () -> large.get() > 10);
            assertThat(large.get()).isLessThan(requests / 2); // as many as the buffers of the sockets take
            readAnswers(greedy, requests);
            assertThat(large.get()).isEqualTo(requests);
        }
    }

    @Test
    void manyRequestsBehindOneThatWaitsAreAnsweredInTheEnd() throws Exception {
        int requests = 1_000;
        String post = "POST /small HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n" + "b".repeat(100);
        try (Socket socket = send(get("/waiting") + post.repeat(requests) + get("/waiting"))) {
            answerNext();
            readAnswers(socket, 1 + requests);
            answerNext();
            readAnswers(socket, 1);
            socket.getOutputStream().write(get("/small").getBytes(StandardCharsets.US_ASCII));
            readAnswers(socket, 1);
        }
    }

    private void answerNext() {
        Eventually.eventually("a request waits", Duration.ofSeconds(20), () -> !waiting.isEmpty());
        waiting.remove().run();
    }

    @Test
    void aWebSocketBehindManyRequestsIsReadOn() throws Exception {
        String upgrade = String.join(
                "\r\n",
                "GET /v1/connect HTTP/1.1",
                "Host: h",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "",
                "");
        try (Socket socket = send(get("/waiting") + get("/small").repeat(100) + upgrade)) {
            answerNext();
            readAnswers(socket, 101);
            byte[] hello = "{\"t\":\"hello\",\"user\":\"alice\"}".getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) (0x80 | hello.length), 0, 0, 0, 0});
            socket.getOutputStream().write(hello);
            StringBuilder answers = new StringBuilder();
            byte[] bytes = new byte[1 << 10];
            while (answers.indexOf("\"t\":\"welcome\"") < 0) {
                int length = socket.getInputStream().read(bytes);
                assertThat(length).as("after %s", answers).isPositive();
                answers.append(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
            }
        }
    }
}
