package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.testsupport.Eventually;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that send many requests at once, and do not read the answers. */
class PipelineTest {
    private static final String LARGE = "x".repeat(40_000);
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 200 ");

    private static final String HUGE = "x".repeat(1 << 20);
    private static final Pattern LATE = Pattern.compile("late-([0-9]+)-");

    private final AtomicInteger large = new AtomicInteger();
    private final AtomicInteger huge = new AtomicInteger();
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
                case "/huge" -> {
                    huge.incrementAndGet();
                    request.response().end(HUGE);
                }
                case "/waiting" -> {
                    Context loop = Vertx.currentContext();
                    waiting.add(
                            () -> loop.runOnContext(now -> request.response().end("late-" + request.query() + "-")));
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

    /** A client that takes little before it reads. */
    private Socket sendWithSmallBuffer(String requests) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), node.port()));
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

    /** {@code PipelineLimitTest} counts how many of them are decoded. */
    @Test
    void requestsThatWaitAreAnsweredInTheirOrderAndHoldNobodyUp() throws Exception {
        StringBuilder requests = new StringBuilder();
        IntStream.range(0, 40).forEach(i -> requests.append(get("/waiting?" + i)));
        try (Socket socket = send(requests.toString());
                Socket other = send("")) {
            List<Integer> answered = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            byte[] bytes = new byte[1 << 10];
            for (int i = 0; i < 40; i++) {
                Eventually.eventually("a request waits", Duration.ofSeconds(20), () -> !waiting.isEmpty());
                other.getOutputStream().write(get("/small").getBytes(StandardCharsets.US_ASCII));
                readAnswers(other, 1);
                assertThat(waiting).hasSize(1);
                waiting.remove().run();
                while (!LATE.matcher(text).find()) {
                    int length = socket.getInputStream().read(bytes);
                    assertThat(length).as("after %s", answered).isPositive();
                    text.append(new String(bytes, 0, length, StandardCharsets.US_ASCII));
                }
                LATE.matcher(text).results().forEach(late -> answered.add(Integer.parseInt(late.group(1))));
                text.setLength(0);
            }
            assertThat(answered).isEqualTo(IntStream.range(0, 40).boxed().toList());
        }
    }

    @Test
    void answersThatNobodyReadsAreNotProduced() throws Exception {
        try (Socket greedy = sendWithSmallBuffer(get("/huge").repeat(40));
                Socket other = send(get("/small"))) {
            readAnswers(other, 1);
            Eventually.eventually("one is produced", Duration.ofSeconds(20), () -> huge.get() > 0);
            for (int i = 0; i < 20; i++) {
                other.getOutputStream().write(get("/small").getBytes(StandardCharsets.US_ASCII));
                readAnswers(other, 1);
            }
            System.out.printf("answers of 1 MiB that nobody reads: %d of 40%n", huge.get());
            assertThat(huge.get()).isBetween(1, 7); // the system takes some megabytes, and 256 KiB wait
            readAnswers(greedy, 40);
            assertThat(huge.get()).isEqualTo(40);
        }
    }

    @Test
    void aHundredConnectionsThatDoNotReadHoldNobodyUp() throws Exception {
        int connections = 100;
        int requests = 300;
        List<Socket> greedy = new ArrayList<>();
        try (Socket other = send("")) {
            for (int i = 0; i < connections; i++) {
                greedy.add(sendWithSmallBuffer(get("/large").repeat(requests)));
            }
            long slowest = 0;
            for (int i = 0; i < 50; i++) {
                long start = System.nanoTime();
                other.getOutputStream().write(get("/small").getBytes(StandardCharsets.US_ASCII));
                readAnswers(other, 1);
                slowest = Math.max(slowest, System.nanoTime() - start);
            }
            System.out.printf(
                    "beside %d connections that do not read: slowest answer %.1f ms, %d of %d answers produced%n",
                    connections, slowest / 1e6, large.get(), connections * requests);
            assertThat(large.get()).isLessThan(connections * requests / 2);
        } finally {
            for (Socket socket : greedy) {
                socket.close();
            }
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
