package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.AttachOutcome.Attached;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The position from which a device resumes. */
class ResumptionTest {
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
    void anAcknowledgementThatCoversExpiredNumbersMakesNoGapOfThem() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1");
        alice.pushing("brief").livingFor(Duration.ofSeconds(1)).isStored();
        alice.later(Duration.ofSeconds(2));
        phone.acks(2);
        phone.saysBye();

        assertThat(alice.device("phone").havingFinished(1).connects().resumed()).isTrue();
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
}
