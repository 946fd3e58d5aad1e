package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.Change.Parts;
import io.heartline.user.Change.Whole;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Changes that replicas receive. */
class ChangeTest {
    private final User alice = user();

    @Test
    void aNewEntryIsToldWhole() {
        assertThat(isTold(() -> alice.connects("phone"))).isInstanceOf(Whole.class);
    }

    @Test
    void aPushTellsItsMessageAndNoDevices() {
        alice.connects("phone");
        alice.isPushed("m1");

        Parts parts = (Parts) isTold(() -> alice.isPushed("m2"));

        assertThat(parts.messages()).extracting(Message::id).containsExactly("m2");
        assertThat(parts.base()).isEqualTo(1);
        assertThat(parts.head()).isEqualTo(2);
        assertThat(parts.devices()).isNull();
    }

    @Test
    void aRepeatedPushTellsItsMessageAgain() {
        alice.isPushed("m1");

        Parts parts = (Parts) isTold(() -> alice.isPushed("m1"));

        assertThat(parts.messages()).extracting(Message::id).containsExactly("m1");
        assertThat(parts.vector()).isNull();
    }

    @Test
    void aRepeatedGoodbyeTellsAgainWhoIsKept() {
        Connection phone = alice.connects("phone");
        phone.saysBye();

        Parts parts = (Parts) isTold(phone::saysBye);

        assertThat(parts.devices()).isNotNull();
        assertThat(alice.last.confirmed()).isTrue();
    }

    @Test
    void aRepeatedAttachTellsAgainWhoIsKept() {
        Connection phone = alice.connects("phone");

        Parts parts = (Parts) isTold(() -> alice.does(phone.command()));

        assertThat(parts.devices()).isNotNull();
    }

    @Test
    void aRepeatedEndOfAConnectionTellsNothing() {
        Connection phone = alice.connects("phone");
        phone.closes();
        phone.closes();

        assertThat(alice.last.confirmed()).isFalse();
    }

    @Test
    void anAcknowledgementTellsNoMessages() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2");

        Parts parts = (Parts) isTold(() -> phone.acks(2));

        assertThat(parts.messages()).isEmpty();
        assertThat(parts.pruned()).isEqualTo(2);
        assertThat(parts.devices()).isNotNull();
    }

    @Test
    void aPullThatChangesNothingStillAsksForACopy() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1");

        Parts parts = (Parts) isTold(() -> phone.pulls(0, 10));

        assertThat(parts.messages()).isEmpty();
        assertThat(parts.devices()).isNull();
    }

    @Test
    void aNewEpochIsToldWhole() {
        alice.connects("phone");

        assertThat(isTold(() -> alice.device("laptop").havingFinished(9).connects()))
                .isInstanceOf(Whole.class);
    }

    @Test
    void aDoubtIsToldWhole() {
        Connection phone = alice.connects("phone");

        Change change = isTold(() -> phone.acking(9));

        assertThat(change.applyTo(UserState.ABSENT).stale()).isTrue();
    }

    @Test
    void anEntryThatIsGoneIsGoneInItsCopies() {
        alice.connects("phone").saysBye();
        alice.later(Duration.ofDays(1));
        UserState copy = alice.state;

        assertThat(isTold(alice::isSwept).applyTo(copy).isAbsent()).isTrue();
    }

    @Test
    void idsThatASweepForgetsAreForgottenByTheCopiesToo() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2", "m3");
        UserState copy = alice.state;
        copy = isTold(() -> phone.acks(3)).applyTo(copy);
        alice.later(Duration.ofMinutes(6));

        UserState swept = isTold(alice::isSwept).applyTo(copy);

        assertThat(copy.mailbox().size()).isEqualTo(3);
        assertThat(swept.mailbox().size()).isZero();
        assertThat(swept.weight()).isEqualTo(alice.state.weight());
    }

    @Test
    void anIdOutsideItsWindowIsForgottenAfterEightMorePushes() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1");
        phone.acks(1);
        UserState copy = alice.state;
        alice.later(Duration.ofMinutes(6));
        for (int i = 2; i <= 9; i++) {
            String id = "m" + i;
            copy = isTold(() -> alice.isPushed(id)).applyTo(copy);
        }

        assertThat(alice.state.mailbox().get(1)).isNull();
        assertThat(copy.mailbox().get(1)).isNull();
    }

    @Test
    void aCopyThatMissedAPushIsStale() {
        alice.isPushed("m1");
        UserState copy = alice.state;
        alice.isPushed("m2");

        UserState behind = isTold(() -> alice.isPushed("m3")).applyTo(copy);

        assertThat(behind.stale()).isTrue();
        assertThat(behind.mailbox().head()).isEqualTo(3);
    }

    @Test
    void aCopyOfAnotherEpochIsStale() {
        alice.isPushed("m1");
        UserState other = user().asSeenBy("node-2").becomes(UserState.ABSENT).state;

        UserState behind = isTold(() -> alice.isPushed("m2")).applyTo(other);

        assertThat(behind.stale()).isTrue();
        assertThat(behind.epoch()).isEqualTo(alice.state.epoch());
    }

    @Test
    void aStaleCopyThatTakesOverTellsEveryDevice() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1");
        UserState copy = alice.state;
        alice.isPushed("lost");
        User heir = alice.asSeenBy("node-2")
                .becomes(isTold(() -> alice.isPushed("m3")).applyTo(copy));

        Connection back = heir.device("phone").havingFinished(0).connects();

        assertThat(back.resumed()).isFalse();
        assertThat(back.evicted()).containsExactly(phone.id() + " POSITION_LOST");
        assertThat(back.backlog()).containsExactly("m1", "m3");
        assertThat(heir.state.epoch()).isNotEqualTo(alice.state.epoch());
    }

    @Test
    void whatComesLateIsNotOwedAgain() {
        Connection phone = alice.connects("phone");
        Change late = isTold(() -> alice.isPushed("m1"));
        phone.acks(1);

        UserState copy = late.applyTo(alice.state);

        assertThat(copy.mailbox().owed()).isZero();
    }

    @Test
    void aCopyHearsWhatEndedAndWasForgottenInOneStep() {
        alice.connects("phone");
        alice.pushing("m1").livingFor(Duration.ofMinutes(10)).withReceipt().isStored();
        UserState copy = alice.state;
        alice.later(Duration.ofMinutes(10));

        UserState followed = isTold(() -> alice.isSwept("node-1")).applyTo(copy);

        assertThat(alice.state.mailbox().size()).isZero();
        assertThat(followed.mailbox().owed()).isZero();
        assertThat(followed.mailbox().receiptsOwed()).isZero();
    }

    private Change isTold(Runnable command) {
        UserState before = alice.state;
        command.run();
        Change change = Change.of(before, alice.last);
        assertThat(change).isNotNull();
        return change;
    }
}
