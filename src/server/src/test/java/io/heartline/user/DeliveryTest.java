package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.PushOutcome.Pushed;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Messages owed to each device, and the time until they expire. */
class DeliveryTest {
    private final User alice = user();

    @Test
    void aPushToNobodyWaitsForTheFirstDeviceEver() {
        alice.isPushed("m1", "m2");

        assertThat(alice.connects("phone").backlog()).containsExactly("m1", "m2");
    }

    @Test
    void pushesAreNumberedFromOneWithoutGaps() {
        assertThat(alice.isPushed("m1").position().seq()).isEqualTo(1);
        assertThat(alice.isPushed("m2").position().seq()).isEqualTo(2);
        alice.pushing("m3").within(2, 1_000).isRefused();
        assertThat(alice.isPushed("m4").position().seq()).isEqualTo(3);
    }

    @Test
    void aPushNamesTheSessionsItIsOwedTo() {
        Connection phone = alice.connects("phone");
        Connection laptop = alice.connects("laptop");
        alice.connects("tablet").closes();

        assertThat(alice.isPushed("m1").sessions())
                .containsExactly(phone.command().session(), laptop.command().session());
    }

    @Test
    void aMessageIsOwedUntilEveryKeptDeviceHasAcknowledgedIt() {
        Connection phone = alice.connects("phone");
        Connection laptop = alice.connects("laptop");
        alice.isPushed("m1", "m2");

        phone.acks(2);
        assertThat(alice.owes()).containsExactly("m1", "m2");
        laptop.acks(1);
        assertThat(alice.owes()).containsExactly("m2");
        laptop.acks(2);
        assertThat(alice.owes()).isEmpty();
    }

    @Test
    void whereNoDeviceIsKeptOneAcknowledgementIsEnough() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2");
        phone.acks(1);
        phone.saysBye();

        assertThat(alice.owes()).containsExactly("m2");
        assertThat(alice.connects("laptop").backlog()).containsExactly("m2");
    }

    @Test
    void aDeviceThatIsAwayKeepsWhatItIsOwed() {
        alice.connects("phone").closes();
        Connection laptop = alice.connects("laptop");
        alice.isPushed("m1");
        laptop.acks(1);

        assertThat(alice.owes()).containsExactly("m1");
        assertThat(alice.connects("phone").backlog()).containsExactly("m1");
    }

    @Test
    void aDeviceThatStaysAwayTooLongIsOwedNothingAnyMore() {
        alice.device("phone").keptFor(Duration.ofMinutes(1)).connects().closes();
        Connection laptop = alice.connects("laptop");
        alice.isPushed("m1");
        laptop.acks(1);

        alice.later(Duration.ofMillis(59_999));
        assertThat(alice.owes()).containsExactly("m1");
        alice.later(Duration.ofMillis(1));
        assertThat(alice.owes()).isEmpty();
        assertThat(alice.devices()).containsExactly("laptop");
    }

    @Test
    void aDeviceThatIsConnectedIsKeptForEver() {
        alice.device("phone").keptFor(Duration.ofMillis(1)).connects();

        alice.later(Duration.ofDays(400));

        assertThat(alice.devices()).containsExactly("phone");
    }

    @Test
    void aDeviceThatSaysByeIsOwedNothingAnyMore() {
        Connection phone = alice.connects("phone");
        Connection laptop = alice.connects("laptop");
        alice.isPushed("m1");
        laptop.acks(1);

        phone.saysBye();

        assertThat(alice.owes()).isEmpty();
        assertThat(alice.devices()).containsExactly("laptop");
    }

    @Test
    void aDeviceSeenForTheFirstTimeStartsAfterTheLastMessageThatAnyDeviceAcknowledged() {
        Connection phone = alice.connects("phone");
        alice.connects("laptop");
        alice.isPushed("m1", "m2", "m3");
        phone.acks(2);

        Connection tablet = alice.connects("tablet");

        assertThat(tablet.start()).isEqualTo(2);
        assertThat(tablet.backlog()).containsExactly("m3");
    }

    @Test
    void aMessageWhoseTimeIsOverIsOwedToNobody() {
        Connection phone = alice.connects("phone");
        alice.pushing("short").livingFor(Duration.ofSeconds(10)).isStored();
        alice.isPushed("long");

        alice.later(Duration.ofMillis(9_999));
        assertThat(phone.receives()).containsExactly("short", "long");
        alice.later(Duration.ofMillis(1));
        assertThat(phone.receives()).containsExactly("long");
    }

    @Test
    void aFullMailboxRefusesThePushAndDropsNothing() {
        alice.pushing("m1").within(2, 1_000).isStored();
        alice.pushing("m2").within(2, 1_000).isStored();

        PushOutcome.MailboxFull full = alice.pushing("m3").within(2, 1_000).isRefused();

        assertThat(full).isEqualTo(new PushOutcome.MailboxFull(2, 20));
        assertThat(alice.owes()).containsExactly("m1", "m2");
        assertThat(alice.state.mailbox().head()).isEqualTo(2);
    }

    @Test
    void aMailboxIsFullByBytesOfBodiesToo() {
        alice.pushing("m1").ofBytes(60).within(10, 100).isStored();
        alice.pushing("m2").ofBytes(41).within(10, 100).isRefused();
        alice.pushing("m3").ofBytes(40).within(10, 100).isStored();

        assertThat(alice.owes()).containsExactly("m1", "m3");
    }

    @Test
    void anAcknowledgementMakesRoom() {
        Connection phone = alice.connects("phone");
        alice.pushing("m1").within(1, 1_000).isStored();
        alice.pushing("m2").within(1, 1_000).isRefused();

        phone.acks(1);

        alice.pushing("m2").within(1, 1_000).isStored();
    }

    @Test
    void aRefusedPushToAnUnknownUserLeavesNoEntry() {
        alice.pushing("m1").ofBytes(101).within(10, 100).isRefused();

        assertThat(alice.state.isAbsent()).isTrue();
    }

    @Test
    void aPushIsAnsweredOnlyWhenCopiesHoldIt() {
        alice.isPushed("m1");
        assertThat(alice.last.confirmed()).isTrue();
        Pushed again = alice.isPushed("m1");
        assertThat(again.duplicate()).isTrue();
        assertThat(alice.last.confirmed()).isTrue();
        assertThat(alice.last.resend()).isNotNull();
    }

    @Test
    void anAnswerThatTellsOfNothingNewWaitsForNoCopy() {
        Connection phone = alice.connects("phone");
        phone.acks(0);
        assertThat(alice.last.confirmed()).isFalse();
        assertThat(Change.of(alice.state, alice.last)).isNull();
        alice.described();
        assertThat(alice.last.confirmed()).as("positions are told").isTrue();
    }
}
