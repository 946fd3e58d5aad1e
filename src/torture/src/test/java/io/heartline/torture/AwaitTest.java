package io.heartline.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void itEndsWhenTheConditionHolds() throws Exception {
        AtomicInteger looks = new AtomicInteger();

        assertThat(Await.until(LONG, Duration.ofNanos(1), () -> looks.incrementAndGet() == 3))
                .isTrue();
        assertThat(looks).hasValue(3);
    }

    @Test
    void itChecksOnceEvenWithoutAnyTime() throws Exception {
        assertThat(Await.until(Duration.ZERO, () -> true)).isTrue();
        assertThat(Await.until(Duration.ZERO, () -> false)).isFalse();
    }

    @Test
    void anExceptionEndsIt() {
        assertThatThrownBy(() -> Await.until(LONG, () -> {
                    throw new IOException("blind");
                }))
                .hasMessage("blind");
    }
}
