package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileLimitTest {
    @Test
    void manyFilesLimitNothing() {
        assertThat(new FileLimit(1_048_576, 60).sessions(40_000)).isEqualTo(40_000);
        assertThat(new FileLimit(Long.MAX_VALUE, 0).sessions(1_000_000)).isEqualTo(1_000_000);
    }

    @Test
    void someFilesAreLeftForOtherNodesAndForQuestionsOfHealth() {
        assertThat(new FileLimit(1_024, 60).sessions(40_000)).isEqualTo(964 - 241);
        assertThat(new FileLimit(65_536, 60).sessions(1_000_000)).isEqualTo(65_476 - 256);
        assertThat(new FileLimit(64, 44).sessions(1_000_000)).isEqualTo(20 - 8);
    }

    @Test
    void aLimitThatLeavesNoRoomLeavesRoomForOne() {
        assertThat(new FileLimit(64, 60).sessions(1_000_000)).isEqualTo(1);
        assertThat(new FileLimit(64, 80).sessions(1_000_000)).isEqualTo(1);
    }

    @Test
    void theLimitOfThisProcessIsKnown() {
        FileLimit now = FileLimit.now();

        assertThat(now.most()).isGreaterThan(now.open());
    }
}
