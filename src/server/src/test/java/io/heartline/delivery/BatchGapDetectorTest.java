package io.heartline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchGapDetectorTest {
    private static final GatewayId A = new GatewayId("a", 0);

    private final Set<String> members = new HashSet<>(List.of("a", "b"));
    private final BatchGapDetector gaps = new BatchGapDetector(members::contains);

    @Test
    void batchesInTheirOrderLeaveNoGap() {
        assertThat(gaps.follows(A, 1)).isTrue();
        assertThat(gaps.follows(A, 2)).isTrue();
    }

    @Test
    void aMissingNumberIsAGapOnce() {
        gaps.follows(A, 1);

        assertThat(gaps.follows(A, 3)).isFalse();
        assertThat(gaps.follows(A, 4)).isTrue();
    }

    @Test
    void aSenderWhoseFirstBatchIsMissingLeftAGap() {
        assertThat(gaps.follows(A, 2)).isFalse();
    }

    @Test
    void aSenderThatStartsAgainLeftAGap() {
        gaps.follows(A, 1);

        assertThat(gaps.follows(A, 1)).isFalse();
        assertThat(gaps.follows(A, 2)).isTrue();
    }

    @Test
    void gatewaysOfOneNodeAreNumberedEachOnItsOwn() {
        gaps.follows(A, 1);

        assertThat(gaps.follows(new GatewayId("a", 1), 1)).isTrue();
    }

    @Test
    void sendersThatAreGoneAreForgottenWhenOneComesNew() {
        gaps.follows(A, 5);
        members.remove("a");
        gaps.follows(new GatewayId("b", 0), 1);

        assertThat(gaps.follows(A, 1)).as("a sender not heard of before").isTrue();
    }
}
