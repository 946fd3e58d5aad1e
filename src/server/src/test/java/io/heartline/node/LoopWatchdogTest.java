package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopWatchdogTest {
    private final AtomicLong first = new AtomicLong();
    private final AtomicLong second = new AtomicLong();
    private final List<Integer> stuck = new ArrayList<>();
    private final LoopWatchdog watchdog = new LoopWatchdog(List.of(first::get, second::get), stuck::add);
    private long now;

    @AfterEach
    void close() {
        watchdog.close();
    }

    private void pass(int seconds, AtomicLong... turning) {
        for (int i = 0; i < seconds; i++) {
            for (AtomicLong turns : turning) {
                turns.addAndGet(20);
            }
            now += 1_000;
            watchdog.check(now);
        }
    }

    @Test
    void loopsThatTurnAreLeftAlone() {
        pass(100, first, second);

        assertThat(stuck).isEmpty();
    }

    @Test
    void aLoopThatStandsStillFor30SecondsIsStuck() {
        pass(5, first, second);
        pass(29, first);
        assertThat(stuck).isEmpty();
        pass(1, first);

        assertThat(stuck).containsExactly(1);
    }

    @Test
    void aLoopThatTurnsOnceInAWhileIsNotStuck() {
        for (int i = 0; i < 10; i++) {
            pass(28, first);
            pass(1, first, second);
        }

        assertThat(stuck).isEmpty();
    }

    @Test
    void aProcessThatWasSuspendedHasNoStuckLoop() {
        pass(1, first, second);
        now += 3_600_000;
        pass(1);
        pass(1, first, second);

        assertThat(stuck).isEmpty();
    }
}
