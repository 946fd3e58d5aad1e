package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
    @Test
    void aloneANodeIsRight() {
        assertThat(ClockCheck.medianOf(List.of(0L))).isZero();
    }

    @Test
    void ofTwoTheNewcomerIsWrong() {
        assertThat(ClockCheck.medianOf(List.of(0L, 60_000L))).isZero(); // asked by the older
        assertThat(ClockCheck.medianOf(List.of(-60_000L, 0L))).isEqualTo(-60_000); // asked by the newcomer
    }

    @Test
    void ofThreeTheOneThatDiffersIsWrongEvenWhereItIsTheOldest() {
        assertThat(ClockCheck.medianOf(List.of(0L, -9_000L, -9_010L))).isEqualTo(-9_000); // asked by the oldest
        assertThat(ClockCheck.medianOf(List.of(9_000L, 0L, -10L))).isZero(); // asked by the second
    }

    @Test
    void ofFourHalfAndHalfThoseWithTheOldestAreRight() {
        assertThat(ClockCheck.medianOf(List.of(7_000L, 0L, 0L, 7_000L))).isEqualTo(7_000);
    }
}
