package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.telemetry.MeterNames;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes that a gateway holds for connections without a session. */
class HeldBytesTest {
    private static final int BUDGET = 100_000;
    private static final int FRAME = 60_500;
    private static final String SEND = "/v1/sockjs/000/abc123/xhr_send";

    private TestNode node;

    @BeforeEach
    void start() throws Exception {
        TestNode.Choices choices = new TestNode.Choices();
        choices.clock = () -> Instant.ofEpochMilli(1_763_650_000_000L); // no deadline ends what waits
        choices.limit = new ConnectionLimit() {
            @Override
            public @Nullable ConnectionRefusal refusal(HttpServerRequest request, int connections) {
                return null;
            }

            @Override
            public long mostBytes() {
                return BUDGET;
            }
        };
        node = new TestNode(choices);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    /** Sends the head of a request, and a part of its body. */
    private Socket post(String path, int length, int sent) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
        socket.setSoTimeout(20_000);
        String head = "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + length + "\r\n\r\n";
        socket.getOutputStream().write((head + "x".repeat(sent)).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String answer(Socket socket) throws IOException {
        byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 404".length());
        return new String(status, StandardCharsets.US_ASCII);
    }

    private void opened() throws Exception {
        URI poll = URI.create("http://127.0.0.1:" + node.port() + "/v1/sockjs/000/abc123/xhr");
        HttpRequest request = HttpRequest.newBuilder(poll)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo("o\n");
    }

    private void isHeld(double bytes) throws Exception {
        TestNode.await(node.until(
                () -> node.meters.get(MeterNames.STRANGERS_BYTES).gauge().value() == bytes));
    }

    @Test
    void aRequestToASessionThatDoesNotExistIsAnsweredBeforeItsBody() throws Exception {
        try (Socket nothing = post(SEND, 128 << 10, 0);
                Socket part = post(SEND, 128 << 10, 60_000)) {
            assertThat(answer(nothing)).isEqualTo("HTTP/1.1 404");
            assertThat(answer(part)).isEqualTo("HTTP/1.1 404");
        }
        isHeld(0);
    }

    @Test
    void aRequestThatWillBeTooLargeIsRefusedBeforeItsBody() throws Exception {
        opened();
        try (Socket socket = post(SEND, (128 << 10) + 1, 0)) {
            assertThat(answer(socket)).isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void unfinishedRequestsHaveABudgetTogether() throws Exception {
        opened();
        try (Socket first = post(SEND, 60_000, 50_000);
                Socket second = post(SEND, 60_000, 50_000)) {
            isHeld(BUDGET);
            try (Socket third = post(SEND, 60_000, 50_000)) {
                assertThat(answer(third)).isEqualTo("HTTP/1.1 503");
            }
            isHeld(BUDGET);
            first.close();
            isHeld(50_000);

            try (Socket third = post(SEND, 2, 0)) {
                third.getOutputStream().write("[]".getBytes(StandardCharsets.US_ASCII));
                assertThat(answer(third)).isEqualTo("HTTP/1.1 204");
            }
            isHeld(50_000);
            assertThat(second.isClosed()).isFalse();
        }
        isHeld(0);
    }

    /** A client that has not said hello, and has sent a fragment of its first message. */
    private RawClient begun(int bytes) throws IOException {
        return new RawClient(node.port()).frame(RawClient.TEXT, false, new byte[bytes]);
    }

    @Test
    void beforeHelloAMessageMayHave16KiBHoweverItIsCut() throws Exception {
        try (RawClient large = new RawClient(node.port());
                RawClient fragment = begun(17_000);
                RawClient fragments = begun(10_000);
                RawClient unfinished = new RawClient(node.port())) {
            large.frame(RawClient.TEXT, true, new byte[16_385]);
            fragments.frame(RawClient.CONTINUATION, false, new byte[10_000]);
            byte[] head = {1, (byte) 0xFE, (byte) 0xEA, 0x60, 1, 2, 3, 4}; // of a frame of 60,000 bytes
            unfinished.send(head).send(new byte[20_000]);

            for (RawClient client : List.of(large, fragment, fragments, unfinished)) {
                assertThat(client.closeCode()).isEqualTo(1009);
            }
        }
        isHeld(0);
    }

    @Test
    void aTokenOf15KiBFitsAndWhatFollowsTheHelloIsLimitedAsEver() throws Exception {
        String token = "x".repeat(15 << 10);
        String hello = "{\"t\":\"hello\",\"user\":\"alice\",\"device\":\"d\",\"token\":\"" + token + "\"}";
        try (RawClient client = new RawClient(node.port())) {
            client.frame(RawClient.TEXT, false, hello.substring(0, 9_000).getBytes(StandardCharsets.US_ASCII));
            isHeld(9_008);
            client.frame(RawClient.CONTINUATION, true, hello.substring(9_000).getBytes(StandardCharsets.US_ASCII));
            client.expect("welcome");
            isHeld(0);
            client.say("{\"t\":\"ping\",\"x\":\"" + "y".repeat(60_000) + "\"}").expect("pong");
        }
    }

    @Test
    void unfinishedMessagesBeforeHelloHaveTheSameBudgetAndAHelloStillGetsIn() throws Exception {
        List<RawClient> strangers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            strangers.add(begun(16_300));
        }
        strangers.add(begun(2_100));
        isHeld(6 * 16_308 + 2_108);
        try (RawClient late = begun(100);
                RawClient client = new RawClient(node.port())) {
            assertThat(late.closeCode()).isEqualTo(4007);
            client.hello("alice", "d").expect("welcome");
        } finally {
            for (RawClient stranger : strangers) {
                stranger.close();
            }
        }
        isHeld(0);
    }

    /** A session that has sent the larger part of a message. */
    private RawClient unfinished(String device) throws IOException {
        String part = "{\"t\":\"ping\",\"x\":\"" + "y".repeat(60_000);
        RawClient client = new RawClient(node.port());
        client.hello("alice", device).expect("welcome");
        return client.frame(RawClient.TEXT, false, part.getBytes(StandardCharsets.US_ASCII))
                .frame(RawClient.PING, true, new byte[0]);
    }

    @Test
    void unfinishedMessagesOfSessionsHaveABudgetToo() throws Exception {
        List<RawClient> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * BUDGET / 60_000; i++) {
                sessions.add(unfinished("d" + i));
                assertThat(sessions.get(i).next().opcode()).isEqualTo(RawClient.PONG);
            }
            try (RawClient late = unfinished("late")) {
                assertThat(late.closeCode()).isEqualTo(4007);
            }
            sessions.get(0)
                    .frame(RawClient.CONTINUATION, true, "\"}".getBytes(StandardCharsets.US_ASCII))
                    .expect("pong");
            sessions.add(unfinished("next"));
            assertThat(sessions.get(sessions.size() - 1).next().opcode()).isEqualTo(RawClient.PONG);
        } finally {
            for (RawClient session : sessions) {
                session.close();
            }
        }
    }

    private void isUnfinished(double bytes) throws Exception {
        TestNode.await(node.until(() -> countedAsUnfinished() == bytes));
    }

    private double countedAsUnfinished() {
        return node.meters.get(MeterNames.UNFINISHED_BYTES).gauge().value();
    }

    /** A session that has sent the larger part of one frame: masked with zeros. */
    private RawClient begunFrame(String device, int bytes) throws IOException {
        RawClient client = new RawClient(node.port());
        client.hello("alice", device).expect("welcome");
        byte[] head = {(byte) 0x81, (byte) 0xFE, (byte) (FRAME >> 8), (byte) FRAME, 0, 0, 0, 0};
        return client.send(head).send("y".repeat(bytes - head.length).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void unfinishedFramesOfSessionsCountInTheSameBudget() throws Exception {
        List<RawClient> sessions = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * BUDGET / 60_000; i++) {
                sessions.add(begunFrame("d" + i, 60_000));
                isUnfinished((i + 1) * 60_000);
            }
            try (RawClient late = begunFrame("late", 60_000)) {
                assertThat(late.closeCode()).isEqualTo(4007);
                isUnfinished(sessions.size() * 60_000);
            }
            RawClient first = sessions.get(0);
            first.send("y".repeat(FRAME + 8 - 60_000).getBytes(StandardCharsets.US_ASCII));
            assertThat(first.closeCode()).as("the frame is whole, and no JSON").isEqualTo(4501);
            isUnfinished((sessions.size() - 1) * 60_000);
            try (RawClient next = begunFrame("next", 60_000)) {
                isUnfinished(sessions.size() * 60_000);
                assertThat(next.status).isEqualTo(101);
            }
        } finally {
            for (RawClient session : sessions) {
                session.close();
            }
        }
        isUnfinished(0);
    }

    @Test
    void whatHasComeAfterAWholeFrameCountsToTheByte() throws Exception {
        try (RawClient client = new RawClient(node.port())) {
            client.hello("alice", "d").expect("welcome");
            for (int length : List.of(0, 1, 125, 126, 127, 60_000)) {
                byte[] ping =
                        ("{\"t\":\"ping\",\"x\":\"" + "y".repeat(length) + "\"}").getBytes(StandardCharsets.US_ASCII);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.writeBytes(RawClient.encoded(RawClient.TEXT, true, true, ping));
                bytes.write(0x89);
                client.send(bytes.toByteArray()).expect("pong");
                isUnfinished(1); // the first byte of a control frame
                client.send(new byte[] {(byte) 0x80, 0, 0, 0, 0});
                assertThat(client.next().opcode()).isEqualTo(RawClient.PONG);
                isUnfinished(0);
            }
        }
    }

    @Test
    void aFragmentThatComesInPiecesCountsOnce() throws Exception {
        try (RawClient first = begunFrame("first", 60_000);
                RawClient second = begunFrame("second", 60_000);
                RawClient client = new RawClient(node.port())) {
            client.hello("alice", "d").expect("welcome");
            byte[] head = {1, (byte) 0xFE, (byte) (FRAME >> 8), (byte) FRAME, 0, 0, 0, 0};
            client.send(head).send("y".repeat(50_000).getBytes(StandardCharsets.US_ASCII));
            isUnfinished(2 * 60_000 + head.length + 50_000);

            client.send("y".repeat(FRAME - 50_000).getBytes(StandardCharsets.US_ASCII))
                    .frame(RawClient.PING, true, new byte[0]);
            assertThat(client.next().opcode()).isEqualTo(RawClient.PONG);
            isUnfinished(2 * 60_000 + FRAME);
            assertThat(List.of(first.status, second.status)).containsOnly(101);
        }
    }

    @Test
    void whatIsDiscardedAfterALimitDoesNotCountUntilTheConnectionEnds() throws Exception {
        try (RawClient refused = new RawClient(node.port());
                RawClient client = new RawClient(node.port())) {
            byte[] head = {1, (byte) 0xFE, (byte) 0xEA, 0x60, 1, 2, 3, 4}; // of a frame of 60,000 bytes
            refused.send(head).send(new byte[20_000]);
            assertThat(refused.closeCode()).isEqualTo(1009);
            client.hello("alice", "d").expect("welcome"); // so the event loop has done what it did for the other

            assertThat(countedAsUnfinished()).isZero();
        }
    }

    /** Some of the ways in which clients send a part of something, go on, and go. */
    private void misbehave(SplittableRandom random, List<Closeable> open) throws IOException {
        int bytes = random.nextInt(1, 20_000);
        switch (random.nextInt(9)) {
            case 0 -> open.add(begun(bytes));
            case 1 -> open.add(begunFrame("d" + random.nextInt(20), bytes + 8));
            case 2 -> open.add(unfinished("d" + random.nextInt(20)));
            case 3 -> open.add(post(SEND, 60_000, bytes));
            case 4 -> open.add(post(SEND, bytes, bytes)); // malformed, and whole
            case 5 -> open.add(post("/v1/sockjs/000/nobody/xhr_send", 60_000, bytes));
            case 6 -> open.add(begun(bytes).send(new byte[] {(byte) 0xFF, 0x7F})); // corrupt
            case 7 ->
                open.add(begun(bytes)
                        .frame(RawClient.CLOSE, true, new byte[] {3, (byte) 232})
                        .send(new byte[bytes]));
            default -> {
                if (!open.isEmpty()) {
                    open.remove(random.nextInt(open.size())).close();
                }
            }
        }
    }

    @Test
    void whateverClientsDoNothingIsCountedAfterwards() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        opened();
        List<Closeable> open = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            try {
                misbehave(random, open);
            } catch (IOException hungUp) {
                // the node closed it meanwhile: it broke a rule, or the budget was used up
            }
        }
        for (Closeable client : open) {
            client.close();
        }

        try {
            isHeld(0);
            isUnfinished(0);
        } catch (TimeoutException left) {
            throw new AssertionError("bytes are still counted; the seed is " + seed, left);
        }
    }
}
