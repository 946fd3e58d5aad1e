package io.heartline.api;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Fuzz test: the lines of a batch do not depend on its chunks, and no line over the limit is kept. */
class LineSplitterFuzz {
    private static final int LIMIT = 24;

    @FuzzTest(maxDuration = "1m")
    void areTheSameHoweverTheyCome(byte[] bytes) {
        int chunk = bytes.length == 0 ? 1 : 1 + (bytes[0] & 0x3F);
        List<String> lines = new ArrayList<>();
        LineSplitter cut = new LineSplitter(LIMIT);
        for (int from = 0; from < bytes.length; from += chunk) {
            cut.add(Buffer.buffer(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + chunk))));
            if ((from & 1) == 0) {
                take(cut, lines);
            }
        }
        cut.end();
        take(cut, lines);
        if (!lines.equals(expected(new String(bytes, StandardCharsets.ISO_8859_1)))) {
            throw new AssertionError("lines " + lines);
        }
    }

    private static void take(LineSplitter lines, List<String> into) {
        for (LineSplitter.Line line = lines.next(); line != null; line = lines.next()) {
            into.add(line.content() == null ? "over" : line.content().toString(StandardCharsets.ISO_8859_1));
        }
    }

    private static List<String> expected(String text) {
        return Arrays.stream(text.split("\n", -1))
                .map(line -> line.length() > LIMIT ? "over" : line)
                .filter(line -> !line.matches("[ \t\r]*"))
                .toList();
    }
}
