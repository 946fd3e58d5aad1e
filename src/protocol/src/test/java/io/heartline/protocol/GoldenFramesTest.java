package io.heartline.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heartline.protocol.ClientFrame.Ack;
import io.heartline.protocol.ClientFrame.Hello;
import io.heartline.protocol.ClientFrame.Send;
import io.heartline.protocol.ServerFrame.Goodbye;
import io.heartline.protocol.ServerFrame.Message;
import io.heartline.protocol.ServerFrame.Ping;
import io.heartline.protocol.ServerFrame.Pong;
import io.heartline.protocol.ServerFrame.Reply;
import io.heartline.protocol.ServerFrame.ReplyError;
import io.heartline.protocol.ServerFrame.Welcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GoldenFramesTest {

    @TestFactory
    Stream<DynamicTest> whatAClientSaysIsUnderstood() {
        return each(GoldenFrames.CLIENT, row -> {
            ClientFrame frame = FrameCodec.decode(GoldenFrames.wire(row));

            assertThat(described(frame)).isEqualTo(row.getJsonObject("expect"));
            assertThat(described(FrameCodec.decode(row.getString("text")))).isEqualTo(described(frame));
        });
    }

    @TestFactory
    Stream<DynamicTest> whatAClientMustNotSayIsNamed() {
        return each(GoldenFrames.MALFORMED, row -> {
            ProtocolViolation violation =
                    catchThrowableOfType(ProtocolViolation.class, () -> FrameCodec.decode(GoldenFrames.wire(row)));

            assertThat(violation).isNotNull().hasMessageContaining(row.getString("says"));
            assertThat(violation.closeCode().code()).isEqualTo(row.getInteger("close"));
        });
    }

    @TestFactory
    Stream<DynamicTest> whatTheServerSaysIsWrittenToTheByte() {
        return each(GoldenFrames.SERVER, row -> assertThat(written(row.getJsonObject("expect")))
                .hasToString(row.getString("text")));
    }

    @TestFactory
    Stream<DynamicTest> whatTheServerSaysIsUnderstoodByAClient() {
        return each(GoldenFrames.SERVER, row -> {
            ServerFrame frame = FrameCodec.decodeServer(row.getString("text"));

            assertThat(FrameCodec.encode(frame)).hasToString(row.getString("text"));
        });
    }

    @TestFactory
    Stream<DynamicTest> whatAClientWritesIsUnderstoodAsItWasMeant() {
        return each(GoldenFrames.CLIENT, row -> {
            ClientFrame frame = FrameCodec.decode(GoldenFrames.wire(row));

            assertThat(FrameCodec.decode(FrameCodec.encode(frame))).isEqualTo(frame);
        });
    }

    @TestFactory
    Stream<DynamicTest> whatAClientWritesIsThatToTheByte() {
        Set<String> plain = Set.of(
                "a hello with everything",
                "a hello with nothing",
                "a user in any script",
                "the highest numbers",
                "an ack",
                "a ping",
                "a pong",
                "a bye",
                "a send",
                "a body of null");
        List<JsonObject> rows = GoldenFrames.in(GoldenFrames.CLIENT).stream()
                .filter(row -> plain.contains(row.getString("name")))
                .toList();

        assertThat(rows).hasSameSizeAs(plain);
        return rows.stream()
                .map(row -> DynamicTest.dynamicTest(row.getString("name"), () -> assertThat(
                                FrameCodec.encode(FrameCodec.decode(GoldenFrames.wire(row))))
                        .hasToString(row.getString("text"))));
    }

    @Test
    void aClientPassesOverWhatItDoesNotKnow() {
        assertThat(FrameCodec.decodeServer("{\"t\":\"tide\",\"level\":3}")).isNull();
        assertThat(FrameCodec.decodeServer("{\"t\":\"goodbye\",\"code\":4321,\"reason\":\"new\",\"moon\":1}"))
                .isEqualTo(new Goodbye(4321, "new", null));
        assertThat(FrameCodec.decodeServer("{\"t\":\"message\",\"seq\":7,\"id\":\"i\",\"body\":1}"))
                .isEqualTo(new Message(null, 7, "i", 0, Buffer.buffer("1")));
    }

    @Test
    void aClientSaysWhatItCanNotRead() {
        for (String text : List.of("", "[]", "{}", "{\"t\":\"goodbye\"}", "{\"t\":\"message\",\"seq\":\"7\"}")) {
            assertThat(catchThrowableOfType(MalformedJson.class, () -> FrameCodec.decodeServer(text)))
                    .as(text)
                    .isNotNull();
        }
    }

    @Test
    void everyFrameIsInTheFiles() {
        Set<String> said = Stream.of(GoldenFrames.CLIENT, GoldenFrames.SERVER)
                .flatMap(file -> GoldenFrames.in(file).stream())
                .map(row -> row.getString("direction") + " "
                        + row.getJsonObject("expect").getString("t"))
                .collect(Collectors.toSet());

        assertThat(said)
                .containsExactlyInAnyOrder(
                        "client hello",
                        "client ack",
                        "client ping",
                        "client pong",
                        "client send",
                        "client bye",
                        "server welcome",
                        "server message",
                        "server ping",
                        "server pong",
                        "server reply",
                        "server goodbye");
    }

    private static Stream<DynamicTest> each(String file, Consumer<JsonObject> fact) {
        return GoldenFrames.in(file).stream()
                .map(row -> DynamicTest.dynamicTest(row.getString("name"), () -> fact.accept(row)));
    }

    private static JsonObject described(ClientFrame frame) {
        JsonObject json =
                new JsonObject().put("t", frame.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT));
        if (frame instanceof Hello hello) {
            putHello(json, hello);
        } else if (frame instanceof Ack ack) {
            json.put("seq", ack.seq());
        } else if (frame instanceof Send send) {
            json.put("ref", send.ref())
                    .put("to", send.to())
                    .put("body", send.body().toString());
        }
        return new JsonObject(json.encode()); // numbers as the files have them
    }

    private static void putHello(JsonObject json, Hello hello) {
        putIf(json, "token", hello.token(), hello.token() != null);
        putIf(json, "user", hello.user(), hello.user() != null);
        putIf(json, "device", hello.device(), hello.device() != null);
        putIf(json, "attempt", hello.attempt(), hello.attempt() != Hello.UNSAID);
        putIf(json, "keepMillis", hello.keepMillis(), hello.keepMillis() != Hello.UNSAID);
        WirePosition position = hello.position();
        if (position != null) {
            json.put("position", new JsonObject().put("epoch", position.epoch()).put("seq", position.seq()));
        }
        json.put("features", new JsonArray(hello.features()));
    }

    private static void putIf(JsonObject json, String name, Object value, boolean said) {
        if (said) {
            json.put(name, value);
        }
    }

    private static Buffer written(JsonObject frame) {
        return switch (frame.getString("t")) {
            case "message" -> message(frame);
            case "welcome" -> FrameCodec.encode(welcome(frame));
            case "ping" -> FrameCodec.encode(new Ping());
            case "pong" -> FrameCodec.encode(new Pong());
            case "reply" -> FrameCodec.encode(reply(frame));
            case "goodbye" ->
                FrameCodec.encode(new Goodbye(
                        closeCode(frame.getInteger("code")),
                        frame.getString("reason"),
                        frame.getLong("retryAfterMillis")));
            default -> throw new AssertionError("no such frame: " + frame);
        };
    }

    private static Buffer message(JsonObject frame) {
        byte[] body = frame.getString("body").getBytes(StandardCharsets.UTF_8);
        String id = frame.getString("id");
        long at = frame.getLong("at");
        return frame.containsKey("epoch")
                ? FrameCodec.message(frame.getString("epoch"), frame.getLong("seq"), id, at, body)
                : FrameCodec.transientMessage(id, at, body);
    }

    private static Welcome welcome(JsonObject frame) {
        JsonObject position = frame.getJsonObject("position");
        return new Welcome(
                frame.getString("user"),
                frame.getString("device"),
                frame.getString("session"),
                frame.getString("node"),
                frame.getBoolean("resumed"),
                new WirePosition(position.getString("epoch"), position.getLong("seq")),
                frame.getInteger("pending"),
                frame.getLong("heartbeatMillis"),
                frame.getLong("ackWithinMillis"),
                frame.getLong("keepMillis"),
                frame.getInteger("window"),
                frame.getInteger("maxFrameBytes"),
                strings(frame.getJsonArray("features")));
    }

    private static ServerFrame reply(JsonObject frame) {
        JsonObject error = frame.getJsonObject("error");
        return error == null
                ? new Reply(frame.getString("ref"), Buffer.buffer(frame.getString("body")))
                : new ReplyError(frame.getString("ref"), error.getString("code"), error.getString("message"));
    }

    private static List<String> strings(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }

    private static CloseCode closeCode(int code) {
        return Arrays.stream(CloseCode.values())
                .filter(known -> known.code() == code)
                .findFirst()
                .orElseThrow();
    }
}
