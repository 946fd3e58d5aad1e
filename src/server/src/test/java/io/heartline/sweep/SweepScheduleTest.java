package io.heartline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepScheduleTest {
    private final SweepSchedule schedule = new SweepSchedule();

    @Test
    void withoutChangeThereIsOnePassAMinuteWhateverItFinds() {
        assertThat(schedule.waits(1_000)).isFalse();
        assertThat(schedule.onPassed(1_000, false)).isEqualTo(60_000);
        assertThat(schedule.onPassed(61_000, true)).isEqualTo(60_000);
    }

    @Test
    void afterAChangeItWaitsForThePartitionsButNotForLong() {
        schedule.onLeft(10_000);

        assertThat(schedule.waits(12_999)).isTrue();
        assertThat(schedule.waits(13_000)).isFalse();
    }

    @Test
    void afterAChangeItPassesAgainUntilTheYoungestSessionOfALostNodeIsOldEnough() {
        schedule.onLeft(0);

        List<Long> passes = new ArrayList<>();
        long now = 250;
        for (long next = 0; next < 60_000; next = schedule.onPassed(now, true)) {
            now += next;
            passes.add(now);
        }

        assertThat(passes).containsExactly(250L, 1_250L, 3_250L, 7_250L, 11_250L);
    }

    @Test
    void afterAMergeThoseWhoMergeAreGivenTimeToComeBack() {
        assertThat(schedule.onLeft(0)).isEqualTo(250);
        assertThat(schedule.onMerged(0)).isEqualTo(5_000);
        assertThat(schedule.onPassed(5_000, true)).isLessThan(60_000);
    }

    @Test
    void aPassThatFoundSessionsOfLostNodesIsNotTheLast() {
        schedule.onLeft(0);

        assertThat(schedule.onPassed(20_000, false)).isLessThan(60_000);
        assertThat(schedule.onPassed(24_000, true)).isEqualTo(60_000);
    }
}
