package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Acknowledgements are maxima; pulls are complete. */
class AckAndPullTest {
    private final User alice = user();
    private final Connection phone = alice.connects("phone");

    @Test
    void anAcknowledgementCoversAllBeforeIt() {
        alice.isPushed("m1", "m2", "m3");

        assertThat(phone.acks(2).cursor()).isEqualTo(2);
        assertThat(alice.owes()).containsExactly("m3");
    }

    @Test
    void anAcknowledgementAtOrBelowTheCursorIsIgnored() {
        alice.isPushed("m1", "m2");
        phone.acks(2);
        UserState before = alice.state;

        assertThat(phone.acks(1).cursor()).isEqualTo(2);
        assertThat(phone.acks(2).cursor()).isEqualTo(2);
        assertThat(alice.state).isSameAs(before);
    }

    @Test
    void anAcknowledgementOfAnotherEpochIsNone() {
        alice.isPushed("m1");

        assertThat(alice.does(new Ack(phone.id(), "other", 1, alice.now))).isEqualTo(new AckOutcome.NotAttached());
        assertThat(alice.owes()).containsExactly("m1");
    }

    @Test
    void anAcknowledgementMayCoverNumbersThatExpired() {
        alice.pushing("m1").livingFor(Duration.ofSeconds(1)).isStored();
        alice.later(Duration.ofSeconds(2));

        assertThat(phone.acks(1).cursor()).isEqualTo(1);
    }

    @Test
    void aPullGivesWhatIsOwedAfterASeqInOrder() {
        alice.isPushed("m1", "m2", "m3");

        Page page = phone.pulls(1, 10);

        assertThat(Connection.ids(page)).containsExactly("m2", "m3");
        assertThat(page.upTo()).isEqualTo(3);
        assertThat(page.head()).isEqualTo(3);
        assertThat(alice.last.confirmed()).as("copies hold what is told").isTrue();
    }

    @Test
    void aPullGivesNoMoreThanThereIsRoomFor() {
        alice.isPushed("m1", "m2", "m3");

        Page page = phone.pulls(0, 2);

        assertThat(Connection.ids(page)).containsExactly("m1", "m2");
        assertThat(page.upTo()).isEqualTo(2);
        assertThat(page.head()).isEqualTo(3);
    }

    @Test
    void roomIsCountedInBytesTooButOneMessageAlwaysFits() {
        alice.pushing("m1").ofBytes(100).isStored();
        alice.pushing("m2").ofBytes(50).isStored();
        alice.pushing("m3").ofBytes(51).isStored();

        assertThat(Connection.ids(pulled(0, new ReadLimit(10, 20)))).containsExactly("m1");
        assertThat(Connection.ids(pulled(1, new ReadLimit(10, 100)))).containsExactly("m2");
        assertThat(Connection.ids(pulled(1, new ReadLimit(10, 101)))).containsExactly("m2", "m3");
    }

    @Test
    void withoutRoomAPullSaysOnlyHowFarThereIsNothing() {
        alice.isPushed("m1");
        assertThat(pulled(0, ReadLimit.NONE)).isEqualTo(new Page(List.of(), 0, 1));
        assertThat(pulled(1, ReadLimit.NONE)).isEqualTo(new Page(List.of(), 1, 1));
    }

    @Test
    void aPageIsCompleteToTheHeadWhereTheTailHasExpired() {
        alice.isPushed("m1");
        alice.pushing("brief").livingFor(Duration.ofSeconds(1)).isStored();
        alice.later(Duration.ofSeconds(2));

        Page page = phone.pulls(0, 10);

        assertThat(Connection.ids(page)).containsExactly("m1");
        assertThat(page.upTo()).isEqualTo(2);
    }

    @Test
    void pullingOnAndOnReachesTheHeadAndLeavesNothingOut() {
        for (int i = 1; i <= 200; i++) {
            alice.pushing("m" + i)
                    .livingFor(i % 3 == 0 ? Duration.ofSeconds(1) : Duration.ofDays(1))
                    .isStored();
        }
        alice.later(Duration.ofSeconds(2));
        List<String> got = new ArrayList<>();
        long after = 0;
        for (int pulls = 0; after < 200; pulls++) {
            assertThat(pulls).isLessThan(50);
            Page page = phone.pulls(after, 7);
            got.addAll(Connection.ids(page));
            after = page.upTo();
        }
        assertThat(got).isEqualTo(alice.owes()).hasSize(134);
    }

    @Test
    void aPullOfASessionThatIsNotHeldIsToldSo() {
        phone.closes();

        assertThat(phone.pulling(0, User.PLENTY)).isEqualTo(new PullOutcome.NotAttached());
    }

    private Page pulled(long after, ReadLimit limit) {
        return ((PullOutcome.Pulled) phone.pulling(after, limit)).page();
    }
}
