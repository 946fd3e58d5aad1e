package io.heartline.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final long NOW = 1_763_650_000_000L;

    @Test
    void aBurstIsLetThroughAndThenTheRate() {
        RateLimiter limiter = new RateLimiter(10, 3, 100);

        for (int i = 0; i < 3; i++) {
            assertThat(limiter.take("orders", NOW)).isZero();
        }
        assertThat(limiter.take("orders", NOW)).isEqualTo(Duration.ofMillis(100));
        assertThat(limiter.take("orders", NOW + 40)).isEqualTo(Duration.ofMillis(60));
        assertThat(limiter.take("orders", NOW + 100)).isZero();
        assertThat(limiter.take("orders", NOW + 100)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void whoWaitsAsLongAsToldIsLetThrough() {
        RateLimiter limiter = new RateLimiter(3, 1, 100);
        limiter.take("orders", NOW);
        Duration wait = limiter.take("orders", NOW);

        assertThat(limiter.take("orders", NOW + wait.toMillis() - 1)).isPositive();
        assertThat(limiter.take("orders", NOW + wait.plusNanos(999_999).toMillis()))
                .isZero();
    }

    @Test
    void aRefusalTakesNothing() {
        RateLimiter limiter = new RateLimiter(1, 1, 100);
        limiter.take("orders", NOW);
        for (int i = 0; i < 100; i++) {
            limiter.take("orders", NOW + i);
        }

        assertThat(limiter.take("orders", NOW + 1000)).isZero();
    }

    @Test
    void aBucketNeverHoldsMoreThanTheBurst() {
        RateLimiter limiter = new RateLimiter(1000, 2, 100);
        limiter.take("orders", NOW);
        long muchLater = NOW + 3_600_000;

        assertThat(limiter.take("orders", muchLater)).isZero();
        assertThat(limiter.take("orders", muchLater)).isZero();
        assertThat(limiter.take("orders", muchLater)).isPositive();
    }

    @Test
    void oneKeyDoesNotCountForAnother() {
        RateLimiter limiter = new RateLimiter(1, 1, 100);
        limiter.take("orders", NOW);

        assertThat(limiter.take("orders", NOW)).isPositive();
        assertThat(limiter.take("mail", NOW)).isZero();
    }

    @Test
    void noMoreKeysAreKeptThanAllowed() {
        RateLimiter limiter = new RateLimiter(1, 5, 3);
        for (int i = 0; i < 1000; i++) {
            limiter.take("key-" + i, NOW);
        }

        assertThat(limiter.size()).isEqualTo(3);
    }

    @Test
    void theKeyThatWasUsedLongestAgoIsForgotten() {
        RateLimiter limiter = new RateLimiter(1, 1, 2);
        limiter.take("a", NOW);
        limiter.take("b", NOW);
        limiter.take("a", NOW); // refused, but used
        limiter.take("c", NOW);

        assertThat(limiter.take("a", NOW)).isPositive();
        assertThat(limiter.take("b", NOW)).isZero();
    }

    @Test
    void bucketsThatAreFullAgainAreNotKept() {
        RateLimiter limiter = new RateLimiter(1, 5, 1000);
        for (int i = 0; i < 500; i++) {
            limiter.take("key-" + i, NOW);
        }
        limiter.take("orders", NOW + 60_000);

        assertThat(limiter.size()).isEqualTo(1);
    }

    @Test
    void limitsMustBePositive() {
        assertThatThrownBy(() -> new RateLimiter(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateLimiter(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateLimiter(1, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
