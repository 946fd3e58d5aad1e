package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.AttachOutcome.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Which connection is a device's live session, and where it continues. */
class AttachTest {
    private final User alice = user();

    @Test
    void theFirstConnectionOfADeviceIsNotAResumption() {
        Connection phone = alice.connects("phone");

        assertThat(phone.resumed()).isFalse();
        assertThat(phone.welcome().position()).isEqualTo(alice.position(0));
        assertThat(alice.last.confirmed()).isTrue();
    }

    @Test
    void aKeptDeviceContinuesFromItsCursor() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2", "m3");
        phone.acks(2);
        phone.closes();

        Connection back = alice.connects("phone");

        assertThat(back.resumed()).isTrue();
        assertThat(back.start()).isEqualTo(2);
        assertThat(back.backlog()).containsExactly("m3");
        assertThat(back.welcome().pending()).isEqualTo(1);
    }

    @Test
    void thePositionItComesWithIsAnAcknowledgement() {
        alice.connects("phone").closes();
        alice.isPushed("m1", "m2", "m3");

        Connection back = alice.device("phone").havingFinished(2).connects();

        assertThat(back.resumed()).isTrue();
        assertThat(back.start()).isEqualTo(2);
        assertThat(alice.owes()).containsExactly("m3");
    }

    @Test
    void aPositionBehindTheCursorTakesNothingBack() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2");
        phone.acks(2);

        Connection back = alice.device("phone").havingFinished(1).connects();

        assertThat(back.resumed()).isTrue();
        assertThat(back.start()).isEqualTo(2);
    }

    @Test
    void aPositionOfAnotherEpochIsNoResumptionButAKeptDeviceContinuesFromItsCursor() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2");
        phone.acks(1);

        Connection back = alice.device("phone").having(new Position("other", 7)).connects();

        assertThat(back.resumed()).isFalse();
        assertThat(back.start()).isEqualTo(1);
    }

    @Test
    void aDeviceNoLongerKeptResumesWhereNothingAfterItsPositionIsGone() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2", "m3");
        phone.acks(2);
        phone.saysBye();

        Connection back = alice.device("phone").havingFinished(2).connects();

        assertThat(back.resumed()).isTrue();
        assertThat(back.backlog()).containsExactly("m3");
    }

    @Test
    void aDeviceNoLongerKeptGetsAgainWhatAnotherAcknowledgedButASlowerOneIsStillOwed() {
        alice.connects("slow");
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2", "m3");
        phone.acks(3);

        Connection back = alice.device("tablet").havingFinished(1).connects();

        assertThat(back.resumed()).isTrue();
        assertThat(back.start()).isEqualTo(1);
        assertThat(back.backlog()).containsExactly("m2", "m3");
    }

    @Test
    void aDeviceNoLongerKeptWhoseMessagesAreGoneStartsLikeANewOne() {
        Connection laptop = alice.connects("laptop");
        alice.isPushed("m1", "m2", "m3");
        laptop.acks(2);

        Connection phone = alice.device("phone").havingFinished(1).connects();

        assertThat(phone.resumed()).isFalse();
        assertThat(phone.start()).isEqualTo(2);
        assertThat(phone.backlog()).containsExactly("m3");
    }

    @Test
    void whatTimeToLiveRemovedIsNoGap() {
        alice.pushing("brief").livingFor(Duration.ofSeconds(1)).isStored();
        alice.isPushed("m2");
        Connection phone = alice.later(Duration.ofSeconds(2)).connects("phone");
        phone.acks(1);
        phone.saysBye();

        Connection back = alice.device("phone").havingFinished(0).connects();

        assertThat(back.resumed()).isTrue();
        assertThat(back.backlog()).containsExactly("m2");
    }

    @Test
    void whatAnOperatorClearedIsNoGap() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2");
        phone.closes();
        alice.isCleared();

        Connection back = alice.connects("phone");

        assertThat(back.resumed()).isTrue();
        assertThat(back.backlog()).isEmpty();
        assertThat(back.welcome().page().upTo()).isEqualTo(2);
    }

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

    @Test
    void aSessionAttachingAgainIsAnsweredAndItsPositionCounts() {
        Connection phone = alice.device("phone").connects();
        alice.isPushed("m1", "m2");
        Attach first = phone.command();

        Attached again = (Attached) alice.does(new Attach(
                first.session(),
                first.target(),
                first.keepMillis(),
                alice.position(1),
                true,
                User.PLENTY,
                alice.entropy(),
                alice.now));

        assertThat(again.position().seq()).isEqualTo(1);
        assertThat(again.resumed()).isTrue();
        assertThat(again.evictions()).isEmpty();
        assertThat(again.presence()).isEmpty();
        assertThat(Connection.ids(again.page())).containsExactly("m2");
    }

    @Test
    void aRepeatedAttachNeverHidesAGap() {
        Connection laptop = alice.connects("laptop");
        alice.isPushed("m1", "m2");
        laptop.acks(2);
        Connection phone = alice.device("phone").havingFinished(1).connects();

        Attached again = (Attached) alice.does(phone.command());

        assertThat(phone.resumed()).isFalse();
        assertThat(again.resumed()).isFalse();
        assertThat(again.position()).isEqualTo(phone.welcome().position());
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
