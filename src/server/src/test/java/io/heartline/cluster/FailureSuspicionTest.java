package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureSuspicionTest {
    private static final List<String> IN_SIGHT = List.of("this", "other");

    private final Map<String, Long> heardAt = new HashMap<>(Map.of("this", Long.MAX_VALUE / 2, "other", 0L));
    private long now = 60_000;
    private final FailureSuspicion<String> suspicion = new FailureSuspicion<>(() -> now, heardAt::get, 2_500);

    @Test
    void whileNobodyIsLostAllAreReliedOn() {
        assertThat(suspicion.trusted(IN_SIGHT)).containsExactly("this", "other");
        assertThat(suspicion.isActive()).isFalse();
    }

    @Test
    void whenOneIsLostThoseWhoAreSilentMayBeNext() {
        suspicion.onLost();

        assertThat(suspicion.trusted(IN_SIGHT)).containsExactly("this");
    }

    @Test
    void whoeverIsHeardIsReliedOn() {
        suspicion.onLost();
        heardAt.put("other", now - 2_500);

        assertThat(suspicion.trusted(IN_SIGHT)).containsExactly("this", "other");
    }

    @Test
    void whoIsStillInSightAWhileLaterIsReliedOn() {
        suspicion.onLost();
        now += FailureSuspicion.AFTER_LOSS_MILLIS;

        assertThat(suspicion.trusted(IN_SIGHT)).containsExactly("this", "other");
        assertThat(suspicion.isActive()).isFalse();
    }

    @Test
    void forAWhileItReliesOnNobody() {
        suspicion.suspectAll();

        assertThat(suspicion.suspectsAll()).isTrue();
        assertThat(suspicion.isActive()).isTrue();
        now += FailureSuspicion.ALL_MILLIS;
        assertThat(suspicion.suspectsAll()).isFalse();
        assertThat(suspicion.isActive()).isFalse();
    }
}
