package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainScheduleTest {
    @ParameterizedTest
    @ValueSource(longs = {1_000, 15_000, 30_000, 3_600_000})
    void allThatLeavingMayTakeFitsIntoIt(long millis) {
        Duration whole = Duration.ofMillis(millis);
        DrainSchedule schedule = new DrainSchedule(whole);
        Duration data = whole.dividedBy(3);

        assertThat(schedule.notice().plus(schedule.closing()).plus(data)).isLessThan(whole);
        assertThat(schedule.answers()).isLessThan(schedule.closing());
        assertThat(schedule.goodbyes(Integer.MAX_VALUE)).isLessThan(schedule.closing());
    }

    @Test
    void requestsHaveAThirdAndBatchesAndBalancersASixth() {
        DrainSchedule schedule = new DrainSchedule(Duration.ofSeconds(12));

        assertThat(schedule.notice()).isEqualTo(Duration.ofSeconds(2));
        assertThat(schedule.answers()).isEqualTo(Duration.ofSeconds(4));
        assertThat(schedule.batches()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void manySessionsTakeLongerAndFewNoTime() {
        DrainSchedule schedule = new DrainSchedule(Duration.ofSeconds(30));

        assertThat(schedule.goodbyes(10)).isZero();
        assertThat(schedule.goodbyes(5_000)).isEqualTo(Duration.ofSeconds(5));
    }
}
