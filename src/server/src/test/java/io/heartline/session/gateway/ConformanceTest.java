package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.session.gateway.RawClient.Frame;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * RFC 6455, row by row: the bytes sent after the opening handshake, and the required outcome. Every row has said
 * hello before, so that the frames meet a live session.
 */
class ConformanceTest {
    private static final String PING = "{\"t\":\"ping\"}";
    private static TestNode node;

    /** The outcome of a row: the pong that answers a whole message, a frame, or the end with this code. */
    private sealed interface Outcome {
        record Accepted() implements Outcome {}

        record Echoed(Buffer payload) implements Outcome {}

        /** A close frame with this code and then the end of the connection; -1 for a close frame without one. */
        record Closed(int code) implements Outcome {}
    }

    private record Row(String section, String name, Buffer bytes, Outcome outcome) {
        @Override
        public String toString() {
            return section + " " + name;
        }
    }

    private static final Outcome ACCEPTED = new Outcome.Accepted();

    private static Row row(String section, String name, Outcome outcome, byte[]... frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Stream.of(frames).forEach(bytes::writeBytes);
        return new Row(section, name, Buffer.buffer(bytes.toByteArray()), outcome);
    }

    private static Outcome echoed(byte[] payload) {
        return new Outcome.Echoed(Buffer.buffer(payload));
    }

    private static Outcome closed(int code) {
        return new Outcome.Closed(code);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] close(int code, String reason) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write(code >> 8);
        payload.write(code);
        payload.writeBytes(text(reason));
        return frame(0x88, payload.toByteArray());
    }

    /** A frame with this first byte, masked, its length as short as can be. */
    private static byte[] frame(int head, byte[] payload) {
        return frame(
                head,
                0x80,
                payload.length < 126 ? 0 : payload.length < 65_536 ? 2 : 8,
                new byte[] {7, 0, 9, 1},
                payload);
    }

    private static byte[] frame(int head, String payload) {
        return frame(head, text(payload));
    }

    private static byte[] frame(int head, int mask, int lengthBytes, byte[] key, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(head);
        frame.writeBytes(length(mask, lengthBytes, payload.length));
        frame.writeBytes(key);
        for (int i = 0; i < payload.length; i++) {
            frame.write(key.length == 0 ? payload[i] : payload[i] ^ key[i % 4]);
        }
        return frame.toByteArray();
    }

    private static byte[] length(int mask, int bytes, long length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(mask | (bytes == 0 ? (int) length : bytes == 2 ? 126 : 127));
        for (int shift = 8 * bytes - 8; shift >= 0; shift -= 8) {
            out.write((int) (length >> shift));
        }
        return out.toByteArray();
    }

    private static byte[] announced(int head, long length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(head);
        out.writeBytes(length(0x80, 8, length));
        out.writeBytes(new byte[] {1, 2, 3, 4});
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static final byte[] KEY = {7, 0, 9, 1};
    private static final byte[] NO_KEY = {};
    private static final byte[] NO_BYTES = {};
    private static final byte[] LAST = frame(0x80, PING.substring(6));
    private static final byte[] FIRST = frame(0x01, PING.substring(0, 6));

    // spotless:off
    static Stream<Row> fragments() {
        byte[] zoe = text("{\"t\":\"ping\",\"x\":\"Zoë\"}");
        byte[][] letters = PING.chars().mapToObj(c -> frame(0x00, new byte[] {(byte) c})).toArray(byte[][]::new);
        return Stream.of(
            row("5.4", "a message in one frame", ACCEPTED, frame(0x81, PING)),
            row("5.4", "in two fragments", ACCEPTED, FIRST, LAST),
            row("5.4", "in many, the first and the last empty", ACCEPTED, join(frame(0x01, ""), letters, frame(0x80, ""))),
            row("5.4", "with an empty one in between", ACCEPTED, FIRST, frame(0x00, ""), LAST),
            row("5.4", "a character split over two", ACCEPTED, frame(0x01, disconnect(zoe, 0, 19)), frame(0x80, disconnect(zoe, 19, zoe.length))),
            row("5.4", "a ping in between, answered first", echoed(text("mid")), FIRST, frame(0x89, "mid"), LAST),
            row("5.4", "a pong in between", ACCEPTED, FIRST, frame(0x8A, "mid"), LAST),
            row("5.4", "a close in between", closed(1000), FIRST, close(1000, ""), LAST),
            row("5.4", "a continuation of nothing", closed(1002), frame(0x80, PING)),
            row("5.4", "a continuation of nothing, not the last", closed(1002), frame(0x00, PING)),
            row("5.4", "a continuation after the last", closed(1002), FIRST, LAST, LAST),
            row("5.4", "a text in the middle of a text", closed(1002), FIRST, frame(0x81, PING)),
            row("5.4", "a binary in the middle of a text", closed(1002), FIRST, frame(0x82, PING)),
            row("5.4", "a binary in fragments", closed(1003), frame(0x02, "ab"), frame(0x80, "cd")));
    }

    static Stream<Row> controls() {
        return Stream.of(
            row("5.5", "a ping in fragments", closed(1002), frame(0x09, "a"), frame(0x80, "b")),
            row("5.5", "a pong in fragments", closed(1002), frame(0x0A, "a")),
            row("5.5", "a close in fragments", closed(1002), frame(0x08, bytes(3, 0xE8))),
            row("5.5", "a ping of 125 bytes", echoed(text("p".repeat(125))), frame(0x89, "p".repeat(125))),
            row("5.5", "a ping of 126 bytes", closed(1002), frame(0x89, "p".repeat(126))),
            row("5.5", "a pong of 126 bytes", closed(1002), frame(0x8A, "p".repeat(126))),
            row("5.5", "a close of 126 bytes", closed(1002), close(1000, "r".repeat(124))),
            row("5.5.2", "a ping is answered with what it holds", echoed(bytes(0, 255, 7)), frame(0x89, bytes(0, 255, 7))),
            row("5.5.2", "an empty ping", echoed(NO_BYTES), frame(0x89, NO_BYTES)),
            row("5.5.3", "a pong that nobody asked for", ACCEPTED, frame(0x8A, "hello"), frame(0x81, PING)));
    }

    static Stream<Row> heads() {
        byte[] ping = text(PING);
        return Stream.of(
            row("5.2", "the first reserved bit, which says compressed", closed(1002), frame(0xC1, PING)),
            row("5.2", "the second", closed(1002), frame(0xA1, PING)),
            row("5.2", "the third", closed(1002), frame(0x91, PING)),
            row("5.2", "a reserved bit on a control frame", closed(1002), frame(0xC9, "a")),
            row("5.2", "a reserved bit on a continuation", closed(1002), FIRST, frame(0xC0, PING.substring(6))),
            row("5.2", "opcode 3", closed(1002), frame(0x83, PING)),
            row("5.2", "opcode 7", closed(1002), frame(0x87, PING)),
            row("5.2", "opcode 11", closed(1002), frame(0x8B, "a")),
            row("5.2", "opcode 15", closed(1002), frame(0x8F, "a")),
            row("5.2", "16 bits for a short length", closed(1002), frame(0x81, 0x80, 2, KEY, ping)),
            row("5.2", "64 bits for a short length", closed(1002), frame(0x81, 0x80, 8, KEY, ping)),
            row("5.2", "64 bits where 16 are enough", closed(1002), frame(0x81, 0x80, 8, KEY, text(padded(300)))),
            row("5.2", "16 bits where they are needed", ACCEPTED, frame(0x81, padded(126))),
            row("5.2", "16 bits in full", ACCEPTED, frame(0x81, padded(65_535))),
            row("5.2", "64 bits, the highest set", closed(1002), announced(0x81, Long.MIN_VALUE + 5)),
            row("5.2", "as many bytes as 63 bits say", closed(1009), announced(0x81, Long.MAX_VALUE)),
            row("5.1", "a frame that is not masked", closed(1002), frame(0x81, 0, 0, NO_KEY, ping)),
            row("5.1", "a ping that is not masked", closed(1002), frame(0x89, 0, 0, NO_KEY, text("a"))),
            row("5.3", "a mask of zeros", ACCEPTED, frame(0x81, 0x80, 0, new byte[4], ping)),
            row("5.6", "a binary message", closed(1003), frame(0x82, PING)),
            row("10.4", "a message of 64 KiB", ACCEPTED, frame(0x81, padded(65_536))),
            row("10.4", "one byte more", closed(1009), frame(0x81, padded(65_537))),
            row("10.4", "one byte more in fragments", closed(1009), frame(0x01, padded(65_536)), frame(0x80, " ")),
            row("10.4", "fragments that never end", closed(1009), join(frame(0x01, ""), repeated(frame(0x00, "x".repeat(1_000)), 70), NO_BYTES)));
    }

    static Stream<Row> texts() {
        return Stream.of(
            row("8.1", "UTF-8 of every length", ACCEPTED, frame(0x81, "{\"t\":\"ping\",\"x\":\"aé漢😀\"}")),
            row("8.1", "a lone continuation byte", closed(1007), frame(0x81, bytes('"', 0x80, '"'))),
            row("8.1", "an overlong form", closed(1007), frame(0x81, bytes('"', 0xC0, 0xAF, '"'))),
            row("8.1", "a surrogate", closed(1007), frame(0x81, bytes('"', 0xED, 0xA0, 0x80, '"'))),
            row("8.1", "beyond the last character", closed(1007), frame(0x81, bytes('"', 0xF4, 0x90, 0x80, 0x80, '"'))),
            row("8.1", "broken off at the end", closed(1007), frame(0x81, bytes('"', 0xE6, 0xBC))),
            row("8.1", "broken by the border of fragments", closed(1007), frame(0x01, bytes('"', 0xE6, 0xBC)), frame(0x80, "\"")),
            row("8.1", "wrong in the second fragment", closed(1007), FIRST, frame(0x80, bytes(0xFF))));
    }

    static Stream<Row> closes() {
        return Stream.of(
            row("5.5.1", "without a code", closed(-1), frame(0x88, NO_BYTES)),
            row("5.5.1", "with half a code", closed(1002), frame(0x88, bytes(3))),
            row("5.5.1", "with a code", closed(1000), close(1000, "")),
            row("5.5.1", "with a code and a reason", closed(1001), close(1001, "going away")),
            row("5.5.1", "with a reason of 123 bytes", closed(1000), close(1000, "r".repeat(123))),
            row("5.5.1", "with a reason that is not UTF-8", closed(1007), frame(0x88, bytes(3, 0xE8, 0xC3, '('))),
            row("5.5.1", "and what comes after it means nothing", closed(1000), close(1000, ""), frame(0x82, PING), frame(0x81, "?")),
            row("5.5.1", "a ping after it is not answered", closed(1000), close(1000, ""), frame(0x89, "a")),
            row("5.5.1", "twice", closed(1000), close(1000, ""), close(1001, "")),
            row("7.4", "code 0", closed(1002), close(0, "")),
            row("7.4", "code 999", closed(1002), close(999, "")),
            row("7.4.1", "code 1004, which means nothing", closed(1002), close(1004, "")),
            row("7.4.1", "code 1005, which is never sent", closed(1002), close(1005, "")),
            row("7.4.1", "code 1006, which is never sent", closed(1002), close(1006, "")),
            row("7.4.1", "code 1015, which is never sent", closed(1002), close(1015, "")),
            row("7.4.2", "code 3000", closed(3000), close(3000, "")),
            row("7.4.2", "code 4999", closed(4999), close(4999, "")),
            row("7.4.2", "code 5000", closed(1002), close(5000, "")));
    }
    // spotless:on

    private static byte[] disconnect(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[][] repeated(byte[] frame, int times) {
        return Stream.generate(() -> frame).limit(times).toArray(byte[][]::new);
    }

    private static byte[] join(byte[] first, byte[][] between, byte[] last) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(first);
        Stream.of(between).forEach(all::writeBytes);
        all.writeBytes(last);
        return all.toByteArray();
    }

    /** A frame of ours that has this many bytes. */
    private static String padded(int length) {
        return " ".repeat(length - PING.length()) + PING;
    }

    @BeforeAll
    static void start() throws Exception {
        node = new TestNode(new TestNode.Choices());
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static RawClient live() throws IOException {
        RawClient client = new RawClient(node.port());
        client.hello("alice", null).expect("welcome");
        return client;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"fragments", "controls", "heads", "texts", "closes"})
    void row(Row row) throws Exception {
        try (RawClient client = live()) {
            client.send(row.bytes().getBytes());
            if (row.outcome() instanceof Outcome.Closed closed) {
                assertThat(ending(client)).isEqualTo(closed.code());
                assertThat(client.isOver()).isTrue();
            } else {
                if (row.outcome() instanceof Outcome.Echoed echoed) {
                    Frame pong = client.next();
                    assertThat(pong.opcode()).isEqualTo(RawClient.PONG);
                    assertThat(pong.payload()).isEqualTo(echoed.payload());
                }
                client.say(PING).expect("pong");
            }
        }
    }

    /** The code of the close frame. Only text frames of heartline.v1 may come before it. */
    private static int ending(RawClient client) throws IOException {
        while (true) {
            Frame frame = client.next();
            if (frame.opcode() == RawClient.CLOSE) {
                client.answer(frame);
                return frame.closeCode();
            }
            assertThat(frame.opcode()).isEqualTo(RawClient.TEXT);
        }
    }

    @Test
    void theServerClosesFirstAndTheClientAnswers() throws Exception {
        try (RawClient client = live()) {
            client.say("{\"t\":\"bye\"}");
            assertThat(client.closeCode()).isEqualTo(1000);
            assertThat(client.isOver()).isTrue();
        }
    }

    /** If close frames cross, the server sends its own, then receives one that does not answer it. */
    @Test
    void bothCloseAtOnce() throws Exception {
        try (RawClient client = live()) {
            client.say("{\"t\":\"bye\"}");
            assertThat(client.next().closeCode()).isEqualTo(1000);
            client.send(close(1001, "me too"));
            assertThat(client.isOver()).isTrue();
        }
    }

    /** The server closes only when the bye is stored. A close frame that arrives before is answered with its own code. */
    @Test
    void aCloseOnTheHeelsOfAGoodbyeLosesNeither() throws Exception {
        try (RawClient client = new RawClient(node.port())) {
            client.hello("bea", "d").expect("welcome");
            client.say("{\"t\":\"bye\"}").send(close(1001, "me too"));
            assertThat(client.next().closeCode()).isIn(1000, 1001);
            assertThat(client.isOver()).isTrue();
        }
        TestNode.await(
                node.until(() -> node.entries.state("bea").devices().all().isEmpty()));
    }

    @Test
    void aClientThatNeverAnswersTheCloseIsCutOff() throws Exception {
        try (RawClient client = live()) {
            client.say("{\"t\":\"bye\"}");
            assertThat(client.next().closeCode()).isEqualTo(1000);
            client.say(PING);
            assertThat(client.isOver()).isTrue();
        }
    }

    @Test
    void aClientThatGoesWithoutACloseIsDetached() throws Exception {
        try (RawClient client = new RawClient(node.port())) {
            client.hello("bob", "d").expect("welcome");
        }
        TestNode.await(node.until(() -> node.entries.state("bob").sessions().isEmpty()));
        assertThat(node.entries.state("bob").devices().all()).hasSize(1);
    }

    static List<Row> allThatCloses() {
        return Stream.of(fragments(), controls(), heads(), texts(), closes())
                .flatMap(rows -> rows)
                .filter(row -> row.outcome() instanceof Outcome.Closed)
                .toList();
    }

    @Test
    void noneOfThatLeavesASessionBehind() throws Exception {
        for (Row row : allThatCloses()) {
            try (RawClient client = new RawClient(node.port())) {
                client.hello("carol", "d").expect("welcome");
                client.send(row.bytes().getBytes());
                ending(client);
            }
        }
        TestNode.await(node.until(() -> node.entries.state("carol").sessions().isEmpty()));
    }
}
