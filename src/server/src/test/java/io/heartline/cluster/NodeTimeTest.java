package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NodeTimeTest {
    @Test
    void timeIsTheWallClockAtTheStartPlusWhatHasPassed() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10); // it may wrap
        NodeTime time = new NodeTime(1_763_650_000_000L, nanos::get);

        nanos.addAndGet(1_999_999);

        assertThat(time.millis()).isEqualTo(1_763_650_000_001L);
        assertThat(time.instant()).isEqualTo(Instant.ofEpochMilli(1_763_650_000_001L));
    }

    @Test
    void itBeginsWithTheWallClock() {
        long before = System.currentTimeMillis();

        assertThat(NodeTime.start().millis()).isBetween(before - 1, System.currentTimeMillis() + 1);
    }
}
