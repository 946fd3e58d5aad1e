package io.heartline.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line of text in which a node reports its memory. */
class MemoryReportTest {
    private static final MemoryReport REPORT =
            new MemoryReport("node-1", 7, new NodeMemory(1L << 40, 1, 2, 3, Long.MAX_VALUE));

    @Test
    void aReportIsReadAsItWasWritten() {
        assertThat(MemoryReport.parse(REPORT.toString())).isEqualTo(REPORT);
    }

    @Test
    void fieldsOfALaterVersionAreIgnored() {
        assertThat(MemoryReport.parse(REPORT + " 8 more")).isEqualTo(REPORT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "node-1", "node-1 1 2 3 4 5", "node-1 1 2 3 4 5 x", "node-1 1 2 3 4 5 9999999999999999999"})
    void anythingElseIsNoReport(String text) {
        assertThat(MemoryReport.parse(text)).isNull();
    }
}
