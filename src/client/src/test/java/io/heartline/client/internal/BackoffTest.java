package io.heartline.client.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final List<Long> bounds = new ArrayList<>();
    private final Backoff backoff = new Backoff(500, 30_000, new RandomGenerator() {
        @Override
        public long nextLong() {
            throw new AssertionError();
        }

        @Override
        public long nextLong(long bound) {
            bounds.add(bound - 1);
            return 0;
        }
    });

    @Test
    void theBoundDoublesUpToTheMost() {
        LongStream.range(0, 9).forEach(i -> backoff.next());

        assertThat(bounds).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    }

    @Test
    void afterAResetItBeginsSmall() {
        backoff.next();
        backoff.next();
        backoff.reset();
        backoff.next();

        assertThat(bounds).containsExactly(500L, 1_000L, 500L);
    }

    @Test
    void theFirstWaitIsJitteredFromNothingOn() {
        SplittableRandom random = new SplittableRandom(1);
        long[] waits = LongStream.range(0, 1_000)
                .map(i -> new Backoff(500, 30_000, random).next())
                .sorted()
                .toArray();

        assertThat(waits[0]).isBetween(0L, 10L);
        assertThat(waits[500]).isBetween(200L, 300L);
        assertThat(waits[999]).isBetween(490L, 500L);
    }
}
