package io.heartline.session.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private long now = 7_777;
    private final TimerWheel wheel = new TimerWheel(now);
    private final List<Long> looked = new ArrayList<>();

    private void pass(long millis) {
        long end = now + millis;
        while (now < end) {
            now = Math.min(end, now + 17);
            wheel.tick(now);
        }
    }

    @Test
    void whoIsDueIsLookedAtWithinATick() {
        long start = now;
        wheel.at(now + 1_000, () -> looked.add(now));

        pass(5_000);

        assertThat(looked).hasSize(1);
        assertThat(looked.get(0) - start).isBetween(1_000L, 1_000 + 2 * TimerWheel.TICK_MILLIS);
    }

    @Test
    void whoSaysWhenToLookAgainIsLookedAtThen() {
        wheel.add(now, time -> {
            looked.add(time);
            return looked.size() < 3 ? time + 500 : TimerWheel.NEVER;
        });

        pass(10_000);

        assertThat(looked).hasSize(3);
        assertThat(looked.get(2) - looked.get(1)).isBetween(500L, 500 + 2 * TimerWheel.TICK_MILLIS);
    }

    @Test
    void whatLiesBeyondATurnOfTheWheelComesInItsTime() {
        long due = now + 10 * 60_000;
        wheel.at(due, () -> looked.add(now));

        pass(10 * 60_000 - 100);
        assertThat(looked).isEmpty();
        pass(300);
        assertThat(looked).hasSize(1);
    }

    @Test
    void whatIsOverdueIsLookedAtAtTheNextTick() {
        wheel.at(now - 5_000, () -> looked.add(now));
        pass(TimerWheel.TICK_MILLIS);
        assertThat(looked).hasSize(1);
    }

    @Test
    void aClockThatLeapsLeavesNobodyOut() {
        for (int i = 1; i <= 100; i++) {
            wheel.at(now + i * 1_000L, () -> looked.add(now));
        }
        now += 3_600_000;
        wheel.tick(now);
        assertThat(looked).hasSize(100);
    }

    @Test
    void oneThatFailsDoesNotTakeTheOthersAlong() {
        wheel.add(now, time -> {
            throw new StoreException(StoreException.Kind.UNAVAILABLE, "on purpose"); // brings no stack trace
        });
        wheel.at(now, () -> looked.add(now));
        pass(200);
        assertThat(looked).hasSize(1);
    }
}
