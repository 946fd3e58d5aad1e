package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The members to which those in sight are compared, with a clock that the test moves. */
class FormerMembersTest {
    private final FormerMembers former = new FormerMembers();
    private List<String> inSight = List.of();
    private long nanos;

    @BeforeEach
    void threeAreThere() {
        sees("n1", "n2", "n3");
        pass(10_000);
    }

    @Test
    void membersThatAreLostOneByOneAreLostInOneSplit() {
        sees("n1", "n3");
        pass(2_900);
        sees("n1");

        assertThat(former.isSmaller(inSight)).isTrue();
    }

    @Test
    void aMemberThatIsLostLaterIsLostToThoseWhoWereLeft() {
        sees("n1", "n3");
        pass(3_000);
        sees("n1");

        assertThat(former.isSmaller(inSight)).isFalse();
    }

    @Test
    void aNodeThatJoinsMeanwhileIsOnNeitherSide() {
        sees("n1", "n3");
        pass(1_000);
        sees("n1", "n3", "n4");
        pass(1_000);
        sees("n1", "n4");

        assertThat(former.isSmaller(inSight)).isTrue();
    }

    /** Seen in a cluster that lost a node, got a new one 2 s later, and lost another 2 s after that: its epochs changed. */
    @Test
    void aNodeThatJoinsDoesNotProlongTheTimeOfALoss() {
        sees("n1", "n3");
        pass(2_000);
        sees("n1", "n3", "n4");
        pass(2_000);
        sees("n1", "n4");

        assertThat(former.isSmaller(inSight)).isFalse();
    }

    @Test
    void aMemberThatComesBackProlongsIt() {
        sees("n1");
        pass(2_000);
        sees("n1", "n2");
        pass(2_000);
        sees("n1");

        assertThat(former.isSmaller(inSight)).isTrue();
    }

    private void sees(String... nodes) {
        List<String> now = List.of(nodes);
        former.follow(inSight, now, nanos);
        inSight = now;
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
