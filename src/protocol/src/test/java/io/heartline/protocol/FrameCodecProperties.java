package io.heartline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.protocol.ClientFrame.Send;
import io.heartline.protocol.internal.JsonFields;
import io.heartline.protocol.internal.JsonSlice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.LongRange;

class FrameCodecProperties {
    private static final List<byte[]> GOLDEN = Stream.of(GoldenFrames.CLIENT, GoldenFrames.MALFORMED)
            .flatMap(file -> GoldenFrames.in(file).stream())
            .map(row -> GoldenFrames.wire(row).getBytes())
            .toList();
    private static final int CASES = 100_000;

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void anyBodyOfASendGoesThroughByteForByte(@ForAll("json") String body) {
        Send send = (Send) FrameCodec.decode("{\"t\":\"send\",\"body\": " + body + " ,\"ref\":\"r\",\"to\":\"x\"}");

        assertThat(send.body()).hasToString(body);
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void anyBodyOfAMessageGoesThroughByteForByte(
            @ForAll("json") String body,
            @ForAll("names") String id,
            @ForAll @LongRange(min = 0, max = (1L << 53) - 1) long number) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        JsonFields acked = JsonFields.read(
                FrameCodec.message(id, number, id, number, bytes).getBytes());
        JsonFields unacked =
                JsonFields.read(FrameCodec.transientMessage(id, number, bytes).getBytes());

        assertThat(acked.names()).containsExactly("t", "epoch", "seq", "id", "at", "body");
        assertThat(unacked.names()).containsExactly("t", "id", "at", "body");
        assertThat(acked.string("epoch")).isEqualTo(id);
        assertThat(acked.wholeNumber("seq", 0, Long.MAX_VALUE)).isEqualTo(number);
        for (JsonFields message : List.of(acked, unacked)) {
            assertThat(message.string("t")).isEqualTo("message");
            assertThat(message.string("id")).isEqualTo(id);
            assertThat(message.wholeNumber("at", 0, Long.MAX_VALUE)).isEqualTo(number);
            assertThat(bodyOf(message)).isEqualTo(bytes);
        }
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void anyBodyIsFoundAgainInItsMessage(
            @ForAll("json") String body,
            @ForAll("names") String id,
            @ForAll @LongRange(min = 0, max = (1L << 53) - 1) long number) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String bare = body.startsWith("\"") ? Json.decodeValue(body).toString() : body;
        Buffer expected = Buffer.buffer(bare.getBytes(StandardCharsets.UTF_8));

        assertThat(FrameCodec.body(FrameCodec.message(id, number, id, number, bytes)))
                .isEqualTo(expected);
        assertThat(FrameCodec.body(FrameCodec.transientMessage(id, number, bytes)))
                .isEqualTo(expected);
        Buffer larger = Buffer.buffer("xx")
                .appendBuffer(FrameCodec.message(id, number, id, number, bytes))
                .appendString("yy");
        assertThat(FrameCodec.body(larger.slice(2, larger.length() - 2))).isEqualTo(expected);
    }

    @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenIsReadAsItWasSaid(@ForAll("names") String ref, @ForAll("names") String text) {
        Buffer frame = FrameCodec.encode(new ServerFrame.ReplyError(ref, text, text));

        assertThat(new JsonObject(frame))
                .isEqualTo(new JsonObject()
                        .put("t", "reply")
                        .put("ref", ref)
                        .put("error", new JsonObject().put("code", text).put("message", text)));
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void bytesByChanceAreAFrameOrAViolation(@ForAll long seed) {
        Random random = new Random(seed);
        fuzz(CASES / 20, () -> {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    @Property(tries = 40, shrinking = ShrinkingMode.OFF)
    void goldenFramesGoneWrongAreAFrameOrAViolation(@ForAll long seed) {
        Random random = new Random(seed);
        fuzz(CASES / 40, () -> mutated(GOLDEN.get(random.nextInt(GOLDEN.size())), random));
    }

    private static void fuzz(int cases, Supplier<byte[]> next) {
        for (int i = 0; i < cases; i++) {
            byte[] bytes = next.get();
            try {
                assertThat(FrameCodec.decode(Buffer.buffer(bytes))).isNotNull();
            } catch (ProtocolViolation violation) {
                assertThat(violation.getMessage()).isNotBlank();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("not a violation: " + new String(bytes, StandardCharsets.ISO_8859_1), e);
            }
        }
    }

    /** A copy with one to three bytes changed, removed, doubled or copied from another place. */
    private static byte[] mutated(byte[] golden, Random random) {
        Buffer bytes = Buffer.buffer(golden);
        for (int n = random.nextInt(3); n >= 0 && bytes.length() > 0; n--) {
            int at = random.nextInt(bytes.length());
            Buffer before = bytes.getBuffer(0, at);
            bytes = switch (random.nextInt(4)) {
                case 0 ->
                    before.appendByte((byte) random.nextInt()).appendBuffer(bytes, at + 1, bytes.length() - at - 1);
                case 1 -> before.appendBuffer(bytes, at + 1, bytes.length() - at - 1);
                case 2 ->
                    before.appendBuffer(bytes, at, bytes.length() - at).appendBuffer(bytes, at, bytes.length() - at);
                default ->
                    before.appendByte((byte) "{}[]\":,\\0eE-+. tfn".charAt(random.nextInt(18)))
                            .appendBuffer(bytes, at, bytes.length() - at);
            };
        }
        return bytes.getBytes();
    }

    private static byte[] bodyOf(JsonFields message) {
        JsonSlice body = message.slice("body");
        return body == null ? new byte[0] : body.bytes();
    }

    /** Texts that need quotes, escapes and several bytes a character, but no half surrogate pairs. */
    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("az09._:-\"\\/\u0000\u001f\u007f\u0085é東")
                .withChars(' ', '\u2fff')
                .ofMaxLength(20)
                .map(text -> text + (text.length() % 3 == 0 ? "😀" : ""));
    }

    @Provide
    Arbitrary<String> json() {
        Arbitrary<String> leaves = Arbitraries.oneOf(strings(), numbers(), Arbitraries.of("null", "true", "false"));
        return Arbitraries.recursive(() -> leaves, this::container, 0, 3);
    }

    private Arbitrary<String> container(Arbitrary<String> inner) {
        Arbitrary<String> elements = inner.list().ofMaxSize(4).map(list -> "[" + String.join(" , ", list) + "]");
        // Keys may repeat: the codec does not interpret a body.
        Arbitrary<String> fields = Combinators.combine(strings(), inner)
                .as((name, value) -> name + "\t: " + value)
                .list()
                .ofMaxSize(4)
                .map(list -> "{ " + String.join(",\r\n", list) + " }");
        return Arbitraries.oneOf(inner, elements, fields);
    }

    private static Arbitrary<String> strings() {
        Arbitrary<String> pieces = Arbitraries.of(
                "a", " ", "é", "東", "😀", "\u007f", "\\\"", "\\\\", "\\/", "\\n", "\\u0000", "\\uD800", "\\ude00", "{",
                "]", ",");
        return pieces.list().ofMaxSize(8).map(list -> "\"" + String.join("", list) + "\"");
    }

    private static Arbitrary<String> numbers() {
        Arbitrary<String> whole = Arbitraries.bigIntegers().map(Object::toString);
        Arbitrary<String> fraction = Arbitraries.of("", ".0", ".50", ".123456789012345678901234567890");
        Arbitrary<String> exponent = Arbitraries.of("", "e9", "E+400", "e-7", "e99999999999999");
        return Combinators.combine(whole, fraction, exponent).as((w, f, e) -> w + f + e);
    }
}
