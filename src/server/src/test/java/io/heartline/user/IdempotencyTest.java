package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.PushOutcome.Pushed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A push repeated under the same id is stored once, for five minutes or the user's next thousand pushes. */
class IdempotencyTest {
    private final User alice = user();

    @Test
    void aRepeatedPushAnswersThePositionOfTheFirst() {
        Pushed first = alice.isPushed("m1");
        alice.isPushed("m2");

        Pushed again = alice.isPushed("m1");

        assertThat(again.duplicate()).isTrue();
        assertThat(again.position()).isEqualTo(first.position());
        assertThat(again.at()).isEqualTo(first.at());
        assertThat(alice.owes()).containsExactly("m1", "m2");
    }

    @Test
    void theBodyOfARepeatedPushDoesNotMatter() {
        alice.pushing("m1").ofBytes(10).isStored();
        alice.pushing("m1").ofBytes(99).isStored();

        assertThat(alice.state.mailbox().bytes()).isEqualTo(10);
    }

    @Test
    void aRepeatedPushIsAnsweredEvenWhereTheMailboxIsFull() {
        alice.pushing("m1").within(1, 100).isStored();

        assertThat(alice.pushing("m1").within(1, 100).isStored().duplicate()).isTrue();
    }

    @Test
    void aRejectedPushIsNotRemembered() {
        alice.pushing("m1").within(1, 100).isStored();
        alice.pushing("m2").within(1, 100).isRefused();

        assertThat(alice.pushing("m2").within(2, 100).isStored().duplicate()).isFalse();
    }

    @Test
    void anIdIsRememberedAfterItsMessageWasAcknowledged() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1");
        phone.acks(1);

        Pushed again = alice.isPushed("m1");

        assertThat(again.duplicate()).isTrue();
        assertThat(again.acked()).isTrue();
        assertThat(alice.owes()).isEmpty();
    }

    @Test
    void anIdIsRememberedForFiveMinutesAndNoLonger() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1");
        phone.acks(1);

        alice.later(Duration.ofMillis(299_999));
        assertThat(alice.isPushed("m1").duplicate()).isTrue();
        alice.later(Duration.ofMillis(1));
        assertThat(alice.isPushed("m1").duplicate()).isFalse();
    }

    @Test
    void aRepetitionDoesNotExtendTheWindow() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1");
        phone.acks(1);

        alice.later(Duration.ofMinutes(4)).isPushed("m1");

        assertThat(alice.later(Duration.ofMinutes(1)).isPushed("m1").duplicate())
                .isFalse();
    }

    @Test
    void anIdIsRememberedForAThousandPushesAndNoLonger() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m0");
        for (int i = 1; i <= 999; i++) {
            alice.state = alice.pushing("m" + i)
                    .command()
                    .apply(alice.state, new Writer("node-1"))
                    .next();
        }
        phone.acks(1_000);

        assertThat(alice.isPushed("m0").duplicate())
                .as("as the thousandth push after it")
                .isTrue();
        alice.isPushed("m1000");
        assertThat(alice.isPushed("m0").duplicate())
                .as("as the thousand and first")
                .isFalse();
        assertThat(alice.isPushed("m2").duplicate()).isTrue();
    }

    @Test
    void aMessageStillOwedIsNeverStoredBesideItself() {
        Pushed first = alice.isPushed("m1");

        Pushed again = alice.later(Duration.ofHours(1)).isPushed("m1");

        assertThat(again.duplicate()).isTrue();
        assertThat(again.position()).isEqualTo(first.position());
    }

    @Test
    void anExpiredMessageIsRememberedWithinTheWindowOnly() {
        alice.pushing("m1").livingFor(Duration.ofSeconds(1)).withReceipt().isStored();

        assertThat(alice.later(Duration.ofMinutes(2)).isPushed("m1").duplicate())
                .isTrue();
        // Its receipt has not been published, yet a push under that id is a new one.
        Pushed fresh = alice.later(Duration.ofMinutes(4)).isPushed("m1");
        assertThat(fresh.duplicate()).isFalse();
        assertThat(alice.owes()).containsExactly("m1");
    }

    @Test
    void clearingForgetsTheMessageButNotTheId() {
        alice.isPushed("m1");
        alice.isCleared();

        assertThat(alice.isPushed("m1").duplicate()).isTrue();
        assertThat(alice.owes()).isEmpty();
    }

    @Test
    void afterAnEpochChangeARepeatedPushAnswersThePositionItHasNow() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2", "m3");
        phone.acks(1);
        alice.device("laptop").havingFinished(9).connects();

        Pushed owed = alice.isPushed("m3");
        Pushed finished = alice.isPushed("m1");

        assertThat(owed.duplicate() && finished.duplicate()).isTrue();
        assertThat(owed.position().epoch())
                .isEqualTo(alice.state.epoch())
                .isNotEqualTo(phone.welcome().position().epoch());
        assertThat(finished.acked()).isTrue();
        assertThat(alice.owes()).containsExactly("m2", "m3");
    }

    @Test
    void aThousandOwedMessagesPushNoRememberedIdOutOfTheWindowWhenTheEpochChanges() {
        for (int i = 1; i <= 1_000; i++) {
            Push push = alice.pushing("m" + i).within(2_000, 1 << 20).command();
            alice.state = push.apply(alice.state, new Writer("node-1")).next();
        }
        alice.pushing("brief")
                .livingFor(Duration.ofSeconds(1))
                .within(2_000, 1 << 20)
                .isStored();
        alice.later(Duration.ofSeconds(2)).device("phone").havingFinished(5_000).connects();

        assertThat(alice.isPushed("brief").duplicate()).isTrue();
    }
}
