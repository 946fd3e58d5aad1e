package io.heartline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.protocol.Pulse.Finding;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final Pulse pulse = new Pulse(100, 1_000);

    @Test
    void afterAnIntervalOfSilenceItAsksOnce() {
        assertThat(pulse.check(1_099)).isEqualTo(Finding.ALIVE);
        assertThat(pulse.due()).isEqualTo(1_100);
        assertThat(pulse.check(1_100)).isEqualTo(Finding.ASK);
        assertThat(pulse.check(1_150)).isEqualTo(Finding.ALIVE);
    }

    @Test
    void afterTwoMoreItIsLost() {
        pulse.check(1_100);

        assertThat(pulse.due()).isEqualTo(1_300);
        assertThat(pulse.check(1_299)).isEqualTo(Finding.ALIVE);
        assertThat(pulse.check(1_300)).isEqualTo(Finding.LOST);
    }

    @Test
    void whateverIsHeardBeginsAnew() {
        pulse.check(1_100);
        pulse.heard(1_290);

        assertThat(pulse.check(1_300)).isEqualTo(Finding.ALIVE);
        assertThat(pulse.check(1_390)).isEqualTo(Finding.ASK);
    }
}
