package io.heartline.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.protocol.PeerTimeout.Finding;
import org.junit.jupiter.api.Test;

class PeerTimeoutTest {
    private final PeerTimeout timeout = new PeerTimeout(100, 1_000);

    @Test
    void afterAnIntervalOfSilenceItAsksOnce() {
        assertThat(timeout.check(1_099)).isEqualTo(Finding.ALIVE);
        assertThat(timeout.due()).isEqualTo(1_100);
        assertThat(timeout.check(1_100)).isEqualTo(Finding.ASK);
        assertThat(timeout.check(1_150)).isEqualTo(Finding.ALIVE);
    }

    @Test
    void afterTwoMoreItIsLost() {
        timeout.check(1_100);

        assertThat(timeout.due()).isEqualTo(1_300);
        assertThat(timeout.check(1_299)).isEqualTo(Finding.ALIVE);
        assertThat(timeout.check(1_300)).isEqualTo(Finding.LOST);
    }

    @Test
    void whateverIsHeardBeginsAnew() {
        timeout.check(1_100);
        timeout.heard(1_290);

        assertThat(timeout.check(1_300)).isEqualTo(Finding.ALIVE);
        assertThat(timeout.check(1_390)).isEqualTo(Finding.ASK);
    }
}
