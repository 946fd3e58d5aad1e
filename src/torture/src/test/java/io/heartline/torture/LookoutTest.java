package io.heartline.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void whatComesToBeSoIsSeen() throws Exception {
        AtomicInteger looks = new AtomicInteger();

        assertThat(Lookout.sees(LONG, Duration.ofNanos(1), () -> looks.incrementAndGet() == 3))
                .isTrue();
        assertThat(looks).hasValue(3);
    }

    @Test
    void evenWithoutAnyTimeItLooksOnce() throws Exception {
        assertThat(Lookout.sees(Duration.ZERO, () -> true)).isTrue();
        assertThat(Lookout.sees(Duration.ZERO, () -> false)).isFalse();
    }

    @Test
    void aLookThatFailsEndsIt() {
        assertThatThrownBy(() -> Lookout.sees(LONG, () -> {
                    throw new IOException("blind");
                }))
                .hasMessage("blind");
    }
}
