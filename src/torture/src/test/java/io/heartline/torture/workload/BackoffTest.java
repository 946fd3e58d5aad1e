package io.heartline.torture.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(100, 3_000, new SplittableRandom(1));

    @Test
    void theFirstWaitIsAtMostTheFirstBoundAndNeverNothing() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(backoff.next()).isBetween(1L, 100L);
            backoff.reset();
        }
    }

    @Test
    void theBoundDoublesUpToTheMost() {
        long[] waits = LongStream.generate(backoff::next).limit(2_000).toArray();

        assertThat(waits[1]).isLessThanOrEqualTo(200);
        assertThat(waits[2]).isLessThanOrEqualTo(400);
        assertThat(LongStream.of(waits).max().orElseThrow()).isBetween(2_500L, 3_000L);
        assertThat(LongStream.of(waits).skip(10).min().orElseThrow()).isLessThan(100);
    }
}
