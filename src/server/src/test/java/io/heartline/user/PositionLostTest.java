package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.PushOutcome.Pushed;
import org.junit.jupiter.api.Test;

/** Lost positions: if assigned seqs were lost, the epoch changes and all sessions are evicted. */
class PositionLostTest {
    private final User alice = user();
    private final Connection phone = alice.connects("phone");
    private final Connection laptop = alice.connects("laptop");
    private final String epoch = alice.state.epoch();

    @Test
    void aPositionBeyondTheHeadChangesTheEpochAndEndsTheOtherSessions() {
        alice.isPushed("m1", "m2");

        Connection tablet = alice.device("tablet").havingFinished(3).connects();

        assertThat(tablet.resumed()).isFalse();
        assertThat(tablet.welcome().position().epoch()).isNotEqualTo(epoch);
        assertThat(tablet.evicted())
                .containsExactlyInAnyOrder(phone.id() + " POSITION_LOST", laptop.id() + " POSITION_LOST");
        assertThat(alice.state.sessions()).containsExactly(tablet.command().session());
    }

    @Test
    void aPositionAtTheHeadIsNone() {
        alice.isPushed("m1", "m2");

        Connection back = alice.device("phone").havingFinished(2).connects();

        assertThat(back.resumed()).isTrue();
        assertThat(alice.state.epoch()).isEqualTo(epoch);
    }

    @Test
    void aPositionBeyondTheHeadOfAnotherEpochProvesNothing() {
        alice.device("phone").having(new Position("other", 1_000)).connects();

        assertThat(alice.state.epoch()).isEqualTo(epoch);
    }

    @Test
    void theSessionThatProvesTheLossIsNotEndedByIt() {
        Attach first = phone.command();
        Attached again = (Attached) alice.does(new Attach(
                first.session(), first.target(), 1_000, alice.position(9), true, User.PLENTY, 4_711, alice.now));

        assertThat(again.evictions())
                .extracting(Eviction::session)
                .containsExactly(laptop.command().session());
        assertThat(again.presence()).extracting(PresenceChange::came).containsExactly(false);
        assertThat(alice.state.sessions()).containsExactly(first.session());
    }

    @Test
    void whatWasOwedComesAgainInOrderUnderTheNewEpoch() {
        alice.isPushed("m1", "m2", "m3");
        phone.acks(1);
        laptop.acks(2);
        alice.device("tablet").havingFinished(9).connects().saysBye();

        Connection back = alice.device("laptop").having(new Position(epoch, 2)).connects();

        assertThat(back.resumed()).isFalse();
        assertThat(back.start()).isZero();
        assertThat(back.backlog()).containsExactly("m2", "m3");
    }

    @Test
    void everyDeviceIsToldUntilItIsSeenInTheNewEpoch() {
        alice.device("tablet").havingFinished(9).connects();

        assertThat(alice.connects("phone").resumed()).isFalse();
        Connection knowing = alice.device("phone").havingFinished(0).connects();
        assertThat(knowing.resumed()).isTrue();
        assertThat(alice.connects("phone").resumed()).isTrue();
    }

    @Test
    void anAcknowledgementInTheNewEpochShowsThatTheDeviceKnowsIt() {
        alice.device("tablet").havingFinished(9).connects();
        alice.isPushed("m1");
        alice.connects("phone").acks(1);

        assertThat(alice.connects("phone").resumed()).isTrue();
    }

    @Test
    void aPositionOfTheOldEpochMeansNothingAnyMore() {
        alice.isPushed("m1");
        alice.device("tablet").havingFinished(9).connects();
        String renewed = alice.state.epoch();

        Connection back = alice.device("phone").having(new Position(epoch, 50)).connects();

        assertThat(back.resumed()).isFalse();
        assertThat(alice.state.epoch()).isEqualTo(renewed);
    }

    @Test
    void anAcknowledgementBeyondTheHeadProvesTheLossToo() {
        alice.isPushed("m1");

        assertThat(phone.acking(2)).isEqualTo(new AckOutcome.NotAttached());
        assertThat(alice.state.stale()).isTrue();
        assertThat(laptop.acking(1)).isEqualTo(new AckOutcome.NotAttached());

        Connection back = alice.device("phone").havingFinished(0).connects();
        assertThat(back.resumed()).isFalse();
        assertThat(back.evicted())
                .containsExactlyInAnyOrder(phone.id() + " POSITION_LOST", laptop.id() + " POSITION_LOST");
        assertThat(back.backlog()).containsExactly("m1");
        assertThat(alice.state.epoch()).isNotEqualTo(epoch);
    }

    @Test
    void aPullBeyondTheHeadProvesTheLossToo() {
        assertThat(phone.pulling(1, User.PLENTY)).isEqualTo(new PullOutcome.NotAttached());

        alice.isPushed("m1");
        assertThat(alice.state.epoch()).isNotEqualTo(epoch);
        assertThat(alice.connects("laptop").resumed()).isFalse();
    }

    @Test
    void aStaleEntryGivesOutNoNumberOfItsEpoch() {
        alice.isPushed("m1");
        phone.acking(2);

        Pushed pushed = alice.isPushed("m2");

        assertThat(pushed.position().epoch()).isNotEqualTo(epoch);
        assertThat(alice.owes()).containsExactly("m1", "m2");
        assertThat(alice.state.sessions()).as("all must come again").isEmpty();
    }

    @Test
    void aPushThatRenewsTheEpochEndsTheSessionsAndSaysWhoWent() {
        alice.isPushed("m1");
        phone.acking(2);

        Pushed pushed = alice.isPushed("m2");

        assertThat(pushed.evictions())
                .extracting(eviction -> eviction.session().id() + " " + eviction.cause())
                .containsExactlyInAnyOrder(phone.id() + " POSITION_LOST", laptop.id() + " POSITION_LOST");
        assertThat(pushed.presence())
                .extracting(change -> change.device() + " " + change.came() + " " + change.online())
                .containsExactlyInAnyOrder("phone false false", "laptop false false");
        assertThat(alice.state.presence())
                .isEqualTo(pushed.presence().get(1).n())
                .isGreaterThan(pushed.presence().get(0).n());
        assertThat(alice.isPushed("m3").evictions()).isEmpty();
    }

    @Test
    void aRefusedPushRenewsNothing() {
        alice.isPushed("m1");
        phone.acking(2);

        alice.pushing("m2").within(1, 1_000).isRefused();

        assertThat(alice.state.epoch()).isEqualTo(epoch);
        assertThat(alice.state.sessions()).hasSize(2);
    }

    @Test
    void numbersStartAgainWithoutGaps() {
        alice.isPushed("m1", "m2");
        alice.device("tablet").havingFinished(9).connects();

        assertThat(alice.isPushed("m3").position()).isEqualTo(alice.position(3));
    }

    @Test
    void theSameRandomBitsNeverMakeTheSameEpochTwice() {
        Push push = new Push("m", Body.of(new byte[1]), 1_000, null, MailboxLimits.DEFAULT, 42, alice.now);
        UserState born = push.apply(UserState.ABSENT, new Writer("n")).next();

        assertThat(born.renewed(42, new Writer("n"), alice.now).epoch()).isNotEqualTo(born.epoch());
    }
}
