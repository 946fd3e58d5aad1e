package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private static final String TOO_LONG = "too long";

    private final LineSplitter lines = new LineSplitter(5);

    private List<String> take() {
        List<String> taken = new ArrayList<>();
        for (LineSplitter.Line line = lines.next(); line != null; line = lines.next()) {
            taken.add(line.content() == null ? TOO_LONG : line.content().toString());
        }
        return taken;
    }

    private List<String> add(String chunk) {
        lines.add(Buffer.buffer(chunk));
        return take();
    }

    private List<String> end() {
        lines.end();
        return take();
    }

    @Test
    void aChunkMayHoldSeveralLines() {
        assertThat(add("a\nbb\nccc\n")).containsExactly("a", "bb", "ccc");
    }

    @Test
    void aLineMayComeInSeveralChunks() {
        assertThat(add("a")).isEmpty();
        assertThat(add("b")).isEmpty();
        assertThat(add("c\nd")).containsExactly("abc");
        assertThat(add("\n")).containsExactly("d");
    }

    @Test
    void theLastLineNeedsNoEnd() {
        assertThat(add("a\nb")).containsExactly("a");
        assertThat(end()).containsExactly("b");
        assertThat(take()).isEmpty();
    }

    @Test
    void nothingIsNoLine() {
        assertThat(end()).isEmpty();
    }

    @Test
    void blankLinesCountForNothing() {
        assertThat(add("\n\r\n \t\na\r\n\n")).containsExactly("a\r");
        assertThat(end()).isEmpty();
    }

    @Test
    void aLineOfTheLimitIsTaken() {
        assertThat(add("12345\n")).containsExactly("12345");
    }

    @Test
    void aLineOverTheLimitIsToldAndTheNextIsTaken() {
        assertThat(add("123456\na\n")).containsExactly(TOO_LONG, "a");
    }

    @Test
    void aLineOverTheLimitIsToldOnceAndBeforeItEnds() {
        assertThat(add("1234")).isEmpty();
        assertThat(add("56")).containsExactly(TOO_LONG);
        assertThat(add("7890123456")).isEmpty();
        assertThat(add("7\nabc\n")).containsExactly("abc");
    }

    @Test
    void aLineOverTheLimitMayEndWithTheStream() {
        assertThat(add("1234567")).containsExactly(TOO_LONG);
        assertThat(end()).isEmpty();
    }

    @Test
    void theEndOfALineCanMakeItTooLong() {
        assertThat(add("123")).isEmpty();
        assertThat(add("456\na\n")).containsExactly(TOO_LONG, "a");
    }

    @Test
    void whatIsNotTakenYetIsKept() {
        lines.add(Buffer.buffer("a\nb\n"));
        assertThat(lines.next()).isNotNull();
        lines.add(Buffer.buffer("c\n"));

        assertThat(take()).containsExactly("b", "c");
    }
}
