package io.heartline.torture.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DeviceBehaviourTest {
    @Test
    void theSeedDecides() {
        assertThat(drawn(5)).isEqualTo(drawn(5)).isNotEqualTo(drawn(6));
    }

    @Test
    void everyKindIsThere() {
        assertThat(drawn(5)).contains(DeviceBehaviour.values());
    }

    private static List<DeviceBehaviour> drawn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Stream.generate(() -> DeviceBehaviour.of(random)).limit(200).toList();
    }
}
