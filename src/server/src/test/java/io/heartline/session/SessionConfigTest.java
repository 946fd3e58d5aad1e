package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionConfigTest {
    @Test
    void everyFaultIsNamedInALineOfItsOwn() {
        assertThatThrownBy(() -> new SessionConfig(
                        Duration.ZERO,
                        Duration.ofMillis(-1),
                        Duration.ofSeconds(1),
                        0,
                        0,
                        Duration.ZERO,
                        Duration.ofDays(31),
                        Duration.ofSeconds(8),
                        70_000,
                        Duration.ofSeconds(60),
                        Duration.ofMillis(5),
                        Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(6)
                .contains("heartbeat-millis: ", "ack-within-millis: ", "window: ", "window-bytes: ")
                .contains("keep-at-most-millis: ", "max-frame-bytes: ");
    }

    @Test
    void aDeviceIsKeptAsLongAsItAsksForWithinTheCap() {
        SessionConfig config = SessionConfig.DEFAULT;
        assertThat(config.keptFor(-1)).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.keptFor(0)).isEqualTo(Duration.ZERO);
        assertThat(config.keptFor(1_000)).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.keptFor(Duration.ofDays(400).toMillis())).isEqualTo(Duration.ofDays(30));
    }
}
