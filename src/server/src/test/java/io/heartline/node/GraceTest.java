package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraceTest {
    @ParameterizedTest
    @ValueSource(longs = {1_000, 15_000, 30_000, 3_600_000})
    void allThatLeavingMayTakeFitsIntoIt(long millis) {
        Duration whole = Duration.ofMillis(millis);
        Grace grace = new Grace(whole);
        Duration data = whole.dividedBy(3);

        assertThat(grace.notice().plus(grace.closing()).plus(data)).isLessThan(whole);
        assertThat(grace.answers()).isLessThan(grace.closing());
        assertThat(grace.goodbyes(Integer.MAX_VALUE)).isLessThan(grace.closing());
    }

    @Test
    void manySessionsTakeLongerAndFewNoTime() {
        Grace grace = new Grace(Duration.ofSeconds(30));

        assertThat(grace.goodbyes(10)).isZero();
        assertThat(grace.goodbyes(5_000)).isEqualTo(Duration.ofSeconds(5));
    }
}
