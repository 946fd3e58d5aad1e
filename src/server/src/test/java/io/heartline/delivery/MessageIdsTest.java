package io.heartline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MessageIdsTest {
    private long now = 1_763_650_000_000L;
    private final MessageIds ids = new MessageIds(() -> Instant.ofEpochMilli(now), new SplittableRandom(1));

    @Test
    void anIdIsTwentySixCharactersThatAPublisherCouldHaveSent() {
        assertThat(ids.next()).matches("[0-9A-HJKMNP-TV-Z]{26}");
    }

    @Test
    void theTimeStandsInTheFirstTenCharacters() {
        now = (1L << 48) - 1;
        assertThat(ids.next()).startsWith("7ZZZZZZZZZ");
        now = 33;
        assertThat(ids.next()).startsWith("0000000011");
    }

    @Test
    void laterIdsSortAfterEarlierOnes() {
        String before = ids.next();
        now++;
        assertThat(ids.next()).isGreaterThan(before);
    }

    @Test
    void idsOfOneMillisecondDiffer() {
        Set<String> made = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }
        assertThat(made).hasSize(10_000);
    }
}
