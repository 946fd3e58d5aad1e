package io.heartline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeliveryConfigTest {
    @Test
    void everyFaultIsNamedOnALineOfItsOwn() {
        Throwable refused = catchThrowable(() -> new DeliveryConfig(0, -1, 0, BusWindow.DEFAULT));

        assertThat(refused).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused.getMessage().lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("mailbox-messages: "))
                .anyMatch(line -> line.startsWith("mailbox-bytes: "))
                .anyMatch(line -> line.startsWith("max-waiters: "));
    }

    @Test
    void aWindowThatLetsNothingThroughIsRefused() {
        Throwable refused = catchThrowable(() -> new BusWindow(0, 0, 0, 0, Duration.ZERO));

        assertThat(refused.getMessage().lines()).hasSize(5);
    }
}
