package io.heartline.protocol.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heartline.protocol.MalformedJson;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

    @Test
    void aValueIsASliceOfTheText() {
        JsonFields fields = read(" { \"body\" :\t{ \"a\" : [ 1.50, \"\\u00e9é\" ] }\n, \"n\":-0.0e5 ,\"s\":\"x\" } ");

        assertThat(bytes(fields, "body")).isEqualTo("{ \"a\" : [ 1.50, \"\\u00e9é\" ] }");
        assertThat(bytes(fields, "n")).isEqualTo("-0.0e5");
        assertThat(bytes(fields, "s")).isEqualTo("\"x\"");
        assertThat(fields.slice("other")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"null", "true", "false", "0", "-1", "1e9", "\"\"", "\"é\\n\"", "[]", "{}", "[[{}],{\"a\":[]}]"})
    void aSliceIsExactForEveryKindOfValue(String value) {
        for (String blank : List.of("", " ", "\r\n\t")) {
            JsonFields fields = read("{\"a\":" + blank + value + blank + ",\"b\":" + value + blank + "}");
            assertThat(bytes(fields, "a")).isEqualTo(value);
            assertThat(bytes(fields, "b")).isEqualTo(value);
        }
        assertThat(new String(JsonSlice.of((" " + value + "\n").getBytes(UTF_8)).bytes(), UTF_8))
                .isEqualTo(value);
    }

    @Test
    void namesKeepTheirOrderAndUnknownOnesAreListed() {
        JsonFields fields = read("{\"b\":1,\"a\":2,\"\":3,\"c\":4}");

        assertThat(fields.names()).containsExactly("b", "a", "", "c");
        assertThat(fields.namesExcept(Set.of("a", "z"))).containsExactly("b", "", "c");
    }

    @Test
    void anObjectMayBeEmpty() {
        assertThat(read("{}").names()).isEmpty();
    }

    @Test
    void nullAndAbsentAreTheSameToTypesButNotToSlices() {
        JsonFields fields = read("{\"a\":null}");

        for (String name : List.of("a", "b")) {
            assertThat(fields.string(name)).isNull();
            assertThat(fields.bool(name)).isNull();
            assertThat(fields.wholeNumber(name, 0, 1)).isNull();
            assertThat(fields.strings(name)).isNull();
            assertThat(fields.object(name)).isNull();
        }
        assertThat(bytes(fields, "a")).isEqualTo("null");
        assertThat(fields.slice("b")).isNull();
    }

    @Test
    void valuesHaveTheirTypes() {
        JsonFields fields = read("{\"s\":\"a\\\"b\",\"t\":true,\"f\":false,\"l\":[\"x\",\"\"],\"o\":{\"n\":1}}");

        assertThat(fields.string("s")).isEqualTo("a\"b");
        assertThat(fields.bool("t")).isTrue();
        assertThat(fields.bool("f")).isFalse();
        assertThat(fields.strings("l")).containsExactly("x", "");
        assertThat(fields.required("o", fields.object("o")).wholeNumber("n", 0, 1))
                .isEqualTo(1);
    }

    @Test
    void anErrorNamesTheField() {
        JsonFields fields = read("{\"n\":1,\"o\":{\"p\":{\"q\":\"x\"}}}").of("thing");

        assertFault(fields, f -> f.string("n"), "thing.n", "must be a string");
        assertFault(fields, f -> f.bool("n"), "thing.n", "must be true or false");
        assertFault(fields, f -> f.strings("n"), "thing.n", "must be a list of strings");
        assertFault(fields, f -> f.object("n"), "thing.n", "must be an object");
        assertFault(fields, f -> f.wholeNumber("n", 2, 3), "thing.n", "must be a whole number from 2 to 3");
        assertFault(fields, f -> f.required("m", f.string("m")), "thing.m", "is missing");
        assertFault(
                fields,
                f -> f.object("o").object("p").wholeNumber("q", 0, 1),
                "thing.o.p.q",
                "must be a whole number from 0 to 1");
    }

    private static void assertFault(JsonFields fields, Function<JsonFields, Object> read, String field, String fault) {
        MalformedJson error = catchThrowableOfType(MalformedJson.class, () -> read.apply(fields));

        assertThat(error).hasMessage(field + " " + fault);
        assertThat(error.field()).isEqualTo(field);
        assertThat(error.offset()).isEqualTo(MalformedJson.NO_OFFSET);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "42, 42",
        "-42, -42",
        "42.0, 42",
        "42.000, 42",
        "4.2e1, 42",
        "420E-1, 42",
        "0.0, 0",
        "0e5, 0",
        "9223372036854775807, 9223372036854775807",
        "-9223372036854775808, -9223372036854775808"
    })
    void aNumberIsWholeWhereItsValueIs(String text, long number) {
        assertThat(read("{\"n\":" + text + "}").wholeNumber("n", Long.MIN_VALUE, Long.MAX_VALUE))
                .isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.5",
                "42.1",
                "1e-1",
                "9223372036854775808",
                "1e19",
                "1e999999999",
                "1e99999999999",
                "1e-999999999",
                "\"42\"",
                "true",
                "[]",
                "{}",
                "42.00000000000000000000000000000000000000000000000000"
            })
    void whatIsNotAWholeNumberIsRefused(String text) {
        JsonFields fields = read("{\"n\":" + text + "}");

        assertThatThrownBy(() -> fields.wholeNumber("n", Long.MIN_VALUE, Long.MAX_VALUE))
                .isInstanceOf(MalformedJson.class)
                .hasMessageStartingWith("n must be a whole number");
    }

    @Test
    void escapesAreResolved() {
        assertThat(read("{\"s\":\"\\b\\f\\n\\r\\t\\/\\\\\\\"\\u0041\\u00FC\\ud83d\\ude00é\"}")
                        .string("s"))
                .isEqualTo("\b\f\n\r\t/\\\"Aü😀é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud800", "\\udc00", "\\ude00\\ud83d", "\\ud83d x \\ude00", "\\ud83dé"})
    void halfASurrogatePairIsNoString(String text) {
        JsonFields fields = read("{\"s\":\"" + text + "\"}");

        assertThatThrownBy(() -> fields.string("s")).isInstanceOf(MalformedJson.class);
        assertThat(bytes(fields, "s")).isEqualTo("\"" + text + "\"");
    }

    @Test
    void aKeyTwiceIsRefusedButNotInsideAValue() {
        assertThatThrownBy(() -> read("{\"a\":1,\"b\":2,\"a\":1}")).hasMessage("a is given twice");
        assertThat(bytes(read("{\"b\":{\"a\":1,\"a\":1}}"), "b")).isEqualTo("{\"a\":1,\"a\":1}");
        assertThatThrownBy(() -> read("{\"b\":{\"a\":1,\"a\":1}}").object("b")).hasMessage("b.a is given twice");
    }

    @Test
    void whatFollowsTheObjectIsRefused() {
        assertThatThrownBy(() -> read("{} {}")).hasMessage("text after the end at byte 3");
        assertThatThrownBy(() -> read("{}\u0000")).isInstanceOf(MalformedJson.class);
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
        byte[] bytes = "{\"abc\":\"?\"}".getBytes(UTF_8);
        bytes[8] = (byte) 0xC0;

        assertThatThrownBy(() -> JsonFields.read(bytes)).hasMessage("invalid UTF-8 at byte 8");
        assertThatThrownBy(() -> JsonSlice.of(new byte[] {'"', (byte) 0xFF, '"'}))
                .hasMessage("invalid UTF-8 at byte 1");
    }

    @Test
    void valuesMayBeNestedAsDeepAsPromised() {
        int inside = JsonScanner.MAX_DEPTH - 1;
        String deep = "[".repeat(inside) + "]".repeat(inside);

        assertThat(bytes(read("{\"a\":" + deep + "}"), "a")).isEqualTo(deep);
        assertThatThrownBy(() -> read("{\"a\":[" + deep + "]}")).isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(1_000_000)))
                .isInstanceOf(MalformedJson.class)
                .hasMessage("values are nested more than 512 deep");
    }

    @Test
    void namesAndNumbersAndTextsMayBeLong() {
        String digits = "9".repeat(100_000);
        String name = "n".repeat(100_000);

        JsonFields fields = read("{\"" + name + "\":" + digits + ",\"s\":\"" + name + "\"}");

        assertThat(bytes(fields, name)).isEqualTo(digits);
        assertThat(fields.string("s")).isEqualTo(name);
    }

    @Test
    void aLongNameMakesNoLongError() {
        String name = "n".repeat(1000);

        assertThatThrownBy(() -> read("{\"" + name + "\":1,\"" + name + "\":2}"))
                .hasMessage("n".repeat(64) + "... is given twice");
    }

    @Test
    void manyFieldsAreNoBurden() {
        StringBuilder json = new StringBuilder("{\"f\":0");
        for (int i = 0; i < 20_000; i++) {
            json.append(",\"f").append(i).append("\":").append(i);
        }

        assertThat(read(json.append('}').toString()).names()).hasSize(20_001);
    }

    @Test
    void contentIsNotInTheTextOfASlice() {
        assertThat(JsonSlice.of("\"hush\"".getBytes(UTF_8))).hasToString("JsonSlice[6 bytes]");
    }

    private static JsonFields read(String json) {
        return JsonFields.read(json.getBytes(UTF_8));
    }

    private static String bytes(JsonFields fields, String name) {
        JsonSlice slice = fields.slice(name);
        assertThat(slice).as(name).isNotNull();
        assertThat(slice.length()).isEqualTo(slice.bytes().length);
        assertThat(slice.buffer().getBytes()).isEqualTo(slice.bytes());
        return new String(slice.bytes(), UTF_8);
    }
}
