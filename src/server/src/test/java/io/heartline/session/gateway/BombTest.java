package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.session.TestConfig;
import io.heartline.telemetry.MeterNames;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Input that is small to send and would be large, deep or endless to receive. */
class BombTest {
    private final TestNode.Choices choices = new TestNode.Choices();
    private TestNode node;

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private RawClient live() throws Exception {
        if (node == null) {
            node = new TestNode(choices);
        }
        RawClient client = new RawClient(node.port());
        client.hello("alice", null).expect("welcome");
        return client;
    }

    private static byte[] repeated(byte[] frame, int times) {
        Buffer all = Buffer.buffer(frame.length * times);
        for (int i = 0; i < times; i++) {
            all.appendBytes(frame);
        }
        return all.getBytes();
    }

    @Test
    void aHundredThousandEmptyFragmentsAreOneMessage() throws Exception {
        try (RawClient client = live()) {
            client.frame(RawClient.TEXT, false, new byte[0])
                    .send(repeated(new byte[] {0, (byte) 0x80, 1, 2, 3, 4}, 100_000))
                    .frame(RawClient.CONTINUATION, true, "{\"t\":\"ping\"}".getBytes(StandardCharsets.UTF_8))
                    .expect("pong");
        }
    }

    @Test
    void manySmallFramesAreEachAnswered() throws Exception {
        try (RawClient client = live()) {
            for (int round = 0; round < 100; round++) {
                for (int i = 0; i < 100; i++) {
                    client.say("{\"t\":\"ping\"}");
                }
                for (int i = 0; i < 100; i++) {
                    client.expect("pong");
                }
            }
        }
    }

    @Test
    void whoPingsAndDoesNotReadIsNotReadEitherAndThenClosed() throws Exception {
        choices.config = TestConfig.impatient(Duration.ofMillis(500));
        try (RawClient client = live()) {
            byte[] ping = repeated(new byte[] {(byte) 0x89, (byte) 0x84, 1, 2, 3, 4, 5, 6, 7, 8}, 1_000);
            assertThat(isCutOff(client, ping)).isTrue();
        }
        assertThat(node.meters
                        .counter(MeterNames.SESSIONS_CLOSED, "code", "4002")
                        .count())
                .isEqualTo(1);
    }

    /** Sends for a minute at most; what comes after the close is read and thrown away, for seconds. */
    private static boolean isCutOff(RawClient client, byte[] bytes) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        try {
            while (System.nanoTime() < end) {
                client.send(bytes);
            }
            return false;
        } catch (IOException cut) {
            return true;
        }
    }

    @Test
    void anAbyssOfArraysIsRefusedInWords() throws Exception {
        for (String opening : List.of("[", "{\"a\":", "[{\"a\":")) {
            try (RawClient client = live()) {
                client.say("{\"t\":\"send\",\"ref\":\"1\",\"to\":\"x\",\"body\":"
                        + opening.repeat(60_000 / opening.length()));
                assertThat(client.expect("goodbye").getString("reason"))
                        .isEqualTo("values are nested more than 512 deep");
                assertThat(client.closeCode()).isEqualTo(4501);
            }
        }
    }

    @Test
    void whoTakesNothingOfAnAnswerIsCut() throws Exception {
        choices.config = TestConfig.impatient(Duration.ofMillis(500));
        choices.http = request -> request.response().end(Buffer.buffer(new byte[64 << 20]));
        node = new TestNode(choices);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
            socket.getOutputStream().write("GET /x HTTP/1.1\r\nHost: h\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            TestNode.await(node.until(() -> node.meters
                            .counter(MeterNames.CONNECTIONS_REFUSED, "reason", "stalled")
                            .count()
                    == 1));
        }
    }
}
