package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JoinWatchTest {
    private final IllegalStateException hazelcasts = new IllegalStateException("Node failed to start!");

    @Test
    void aStartThatFailsNamesTheAddressesThatItWaitedFor() {
        assertThat(JoinWatch.failure(hazelcasts, List.of("10.0.0.1:5701", "[::1]:5701")))
                .hasMessage("it was not let into the cluster by 10.0.0.1:5701, [::1]:5701")
                .hasCause(hazelcasts);
    }

    @Test
    void oneThatWaitedForNobodyFailsAsHazelcastSays() {
        assertThat(JoinWatch.failure(hazelcasts, List.of())).isSameAs(hazelcasts);
    }

    @Test
    void beforeItsStartANodeHasNotJoined() {
        assertThat(new JoinWatch().hasJoined()).isFalse();
    }
}
