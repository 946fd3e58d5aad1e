package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.AttachOutcome.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Attached connections: the live session of a device, and the number of devices. */
class AttachTest {
    private final User alice = user();

    @Test
    void aNewerOrEqualAttemptReplacesTheLiveSession() {
        Connection first = alice.device("phone").attempt(5).connects();
        Connection second = alice.device("phone").attempt(5).connects();
        Connection third = alice.device("phone").attempt(6).connects();

        assertThat(second.evicted()).containsExactly(first.id() + " REPLACED");
        assertThat(third.evicted()).containsExactly(second.id() + " REPLACED");
        assertThat(alice.state.sessions()).containsExactly(third.command().session());
    }

    @Test
    void aLowerAttemptIsRefused() {
        Connection live = alice.device("phone").attempt(5).connects();

        assertThat(alice.device("phone").attempt(4).isRefused()).isEqualTo(Reason.OLDER_ATTEMPT);
        assertThat(alice.state.sessions()).containsExactly(live.command().session());
    }

    @Test
    void withoutAnAttemptTheLaterOneWins() {
        alice.device("phone").attempt(5).connects();
        Connection without = alice.connects("phone");
        Connection with = alice.device("phone").attempt(1).connects();

        assertThat(with.evicted()).containsExactly(without.id() + " REPLACED");
    }

    @Test
    void anAttemptIsComparedWithALiveSessionOnly() {
        alice.device("phone").attempt(5).connects().closes();

        assertThat(alice.device("phone").attempt(4).connects().resumed()).isTrue();
    }

    @Test
    void aReplacedSessionCanNeitherAcknowledgeNorPullNorDetach() {
        Connection first = alice.connects("phone");
        Connection second = alice.connects("phone");
        alice.isPushed("m1");

        assertThat(first.acking(1)).isEqualTo(new AckOutcome.NotAttached());
        assertThat(first.pulling(0, User.PLENTY)).isEqualTo(new PullOutcome.NotAttached());
        assertThat(first.closes()).isEmpty();
        assertThat(alice.state.sessions()).containsExactly(second.command().session());
        assertThat(alice.owes()).containsExactly("m1");
    }

    @Test
    void afterAMergeAGhostDoesNotReplaceTheSessionThatMoved() {
        long before = alice.now;
        alice.later(Duration.ofSeconds(10));
        Connection moved = alice.connects("phone");

        assertThat(alice.device("phone").again(before).isRefused()).isEqualTo(Reason.OLDER_ATTEMPT);
        assertThat(alice.state.sessions()).containsExactly(moved.command().session());
    }

    /** The gateway learns late that the device left. It finds that the entry does not hold the session. */
    @Test
    void aGhostDoesNotBringBackADeviceThatSaidGoodbye() {
        alice.connects("phone");
        alice.isPushed("m1");
        Position read = alice.position(1);
        alice.connects("phone").saysBye();

        assertThat(alice.device("phone").having(read).again(alice.now).isRefused())
                .isEqualTo(Reason.NOT_KEPT);
        assertThat(alice.devices()).isEmpty();
    }

    @Test
    void afterALostEntryADeviceThatItDoesNotKnowClaimsItsPlace() {
        Position read = alice.connects("phone").welcome().position();
        alice.becomes(UserState.ABSENT);

        assertThat(alice.device("phone")
                        .having(read)
                        .again(alice.now)
                        .connects()
                        .resumed())
                .isFalse();
        assertThat(alice.devices()).containsExactly("phone");
    }

    @Test
    void anAttachThatIsRefusedChangesNothing() {
        alice.device("phone").attempt(5).connects();
        UserState before = alice.state;

        alice.device("phone").attempt(4).isRefused();

        assertThat(alice.state).isSameAs(before);
        assertThat(alice.last.confirmed()).isFalse();
    }

    @Test
    void theThirtyThirdDeviceDisplacesTheOneGoneLongest() {
        for (int i = 1; i <= 30; i++) {
            alice.connects("d" + i);
        }
        Connection late = alice.connects("gone-late");
        alice.connects("gone-early").closes();
        alice.later(Duration.ofSeconds(1));
        late.closes();

        alice.connects("new");

        assertThat(alice.devices()).hasSize(32).contains("new", "gone-late").doesNotContain("gone-early");
    }

    @Test
    void whatOnlyTheDisplacedDeviceWasOwedLeavesTheMailbox() {
        alice.connects("gone").closes();
        alice.isPushed("m1");
        for (int i = 1; i <= 31; i++) {
            alice.connects("d" + i).acks(1);
        }
        assertThat(alice.owes()).containsExactly("m1");

        alice.connects("d32");

        assertThat(alice.owes()).isEmpty();
    }

    @Test
    void whereAllDevicesAreLiveANewOneIsRefused() {
        for (int i = 1; i <= 32; i++) {
            alice.connects("d" + i);
        }

        assertThat(alice.device("new").isRefused()).isEqualTo(Reason.TOO_MANY_DEVICES);
        assertThat(alice.connects("d7").evicted())
                .as("a kept one may come back")
                .hasSize(1);
    }
}
