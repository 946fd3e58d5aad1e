package io.heartline.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelianceTest {
    private static final List<String> IN_SIGHT = List.of("this", "other");

    private final Map<String, Long> heardAt = new HashMap<>(Map.of("this", Long.MAX_VALUE / 2, "other", 0L));
    private long now = 60_000;
    private final Reliance<String> reliance = new Reliance<>(() -> now, heardAt::get, 2_500);

    @Test
    void whileNobodyIsLostAllAreReliedOn() {
        assertThat(reliance.among(IN_SIGHT)).containsExactly("this", "other");
        assertThat(reliance.isWary()).isFalse();
    }

    @Test
    void whenOneIsLostThoseWhoAreSilentMayBeNext() {
        reliance.onLost();

        assertThat(reliance.among(IN_SIGHT)).containsExactly("this");
    }

    @Test
    void whoeverIsHeardIsReliedOn() {
        reliance.onLost();
        heardAt.put("other", now - 2_500);

        assertThat(reliance.among(IN_SIGHT)).containsExactly("this", "other");
    }

    @Test
    void whoIsStillInSightAWhileLaterIsReliedOn() {
        reliance.onLost();
        now += Reliance.WARY_MILLIS;

        assertThat(reliance.among(IN_SIGHT)).containsExactly("this", "other");
        assertThat(reliance.isWary()).isFalse();
    }

    @Test
    void forAWhileItReliesOnNobody() {
        reliance.relyOnNobody();

        assertThat(reliance.isAlone()).isTrue();
        assertThat(reliance.isWary()).isTrue();
        now += Reliance.ALONE_MILLIS;
        assertThat(reliance.isAlone()).isFalse();
        assertThat(reliance.isWary()).isFalse();
    }
}
