package io.heartline.protocol.internal;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.heartline.protocol.MalformedJson;

/** Fuzz test: any bytes are one JSON value whose parts lie within it, or malformed. */
class JsonFuzz {

    @DictionaryEntries({
        "{",
        "}",
        "[",
        "]",
        "\\u0000",
        "\\ud83d\\ude00",
        "true",
        "false",
        "null",
        "1e999",
        "-",
        "0.",
        "\t"
    })
    @FuzzTest(maxDuration = "2m")
    void isReadOrMalformed(byte[] bytes) {
        JsonSlice value;
        try {
            value = JsonSlice.of(bytes);
        } catch (MalformedJson refused) {
            return;
        }
        value.string();
        value.wholeNumber();
        value.bool();
        if (!JsonSlice.of(value.bytes()).buffer().equals(value.buffer())) {
            throw new AssertionError("a value is not itself");
        }
        if (value.isArray()) {
            JsonScanner.elements(value).forEach(JsonFuzz::isWhole);
        } else if (value.isObject()) {
            fields(value);
        }
    }

    private static void fields(JsonSlice object) {
        try {
            JsonScanner.fields(object, "").values().forEach(JsonFuzz::isWhole);
        } catch (MalformedJson twice) {
            if (twice.field() == null) {
                throw new AssertionError("an object that was read is malformed", twice);
            }
        }
    }

    private static void isWhole(JsonSlice part) {
        if (JsonSlice.of(part.bytes()).length() != part.length()) {
            throw new AssertionError("a part was cut wrong");
        }
    }
}
