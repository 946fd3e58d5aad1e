package io.heartline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final GatewayId A = new GatewayId("a", 0);

    private final Set<String> members = new HashSet<>(List.of("a", "b"));
    private final Inbox inbox = new Inbox(members::contains);

    @Test
    void batchesInTheirOrderLeaveNoGap() {
        assertThat(inbox.follows(A, 1)).isTrue();
        assertThat(inbox.follows(A, 2)).isTrue();
    }

    @Test
    void aMissingNumberIsAGapOnce() {
        inbox.follows(A, 1);

        assertThat(inbox.follows(A, 3)).isFalse();
        assertThat(inbox.follows(A, 4)).isTrue();
    }

    @Test
    void aSenderWhoseFirstBatchIsMissingLeftAGap() {
        assertThat(inbox.follows(A, 2)).isFalse();
    }

    @Test
    void aSenderThatStartsAgainLeftAGap() {
        inbox.follows(A, 1);

        assertThat(inbox.follows(A, 1)).isFalse();
        assertThat(inbox.follows(A, 2)).isTrue();
    }

    @Test
    void gatewaysOfOneNodeAreNumberedEachOnItsOwn() {
        inbox.follows(A, 1);

        assertThat(inbox.follows(new GatewayId("a", 1), 1)).isTrue();
    }

    @Test
    void sendersThatAreGoneAreForgottenWhenOneComesNew() {
        inbox.follows(A, 5);
        members.remove("a");
        inbox.follows(new GatewayId("b", 0), 1);

        assertThat(inbox.follows(A, 1)).as("a sender not heard of before").isTrue();
    }
}
