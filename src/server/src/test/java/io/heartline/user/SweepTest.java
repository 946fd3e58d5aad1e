package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Sweeps: expiry, and detaching the sessions of lost nodes. */
class SweepTest {
    private final User alice = user();

    @Test
    void theSessionsOfALostNodeAreDetachedAndTheirDevicesKept() {
        Connection phone = alice.device("phone").on("lost").connects();
        Connection laptop = alice.device("laptop").on("alive").connects();
        alice.later(Duration.ofSeconds(1));

        Sweep.Swept swept = alice.isSwept("alive");

        assertThat(swept.reaped()).isEqualTo(1);
        assertThat(swept.sessions()).containsExactly(laptop.command().session());
        assertThat(swept.presence())
                .extracting(PresenceChange::session)
                .containsExactly(phone.command().session());
        assertThat(alice.devices()).containsExactly("phone", "laptop");
    }

    /** The node was only suspected to be lost. When it is back, it forwards the client's bye. */
    @Test
    void aDeviceWhoseSessionWasSweptIsForgottenWhenItSaysBye() {
        Connection phone = alice.device("phone").on("lost").connects();
        alice.later(Duration.ofSeconds(1));
        alice.isSwept("alive");

        assertThat(phone.saysBye()).isEmpty();
        assertThat(alice.devices()).isEmpty();
    }

    @Test
    void aDeviceThatHasConnectedAgainSinceItWasSweptStaysWhateverItsOldSessionSays() {
        Connection before = alice.device("phone").on("lost").connects();
        alice.later(Duration.ofSeconds(1));
        alice.isSwept("alive");
        Connection now = alice.device("phone").on("alive").connects();

        before.saysBye();

        assertThat(alice.devices()).containsExactly("phone");
        assertThat(alice.state.sessions()).containsExactly(now.command().session());
    }

    @Test
    void aSessionThatIsNewerThanTheListOfNodesIsLeftAlone() {
        Connection phone = alice.device("phone").on("just-started").connects();

        assertThat(alice.isSwept("alive").sessions())
                .containsExactly(phone.command().session());
    }

    @Test
    void whatWasDecidedOnOneSideOfASplitSparesTheNodesInSightWhereItArrives() {
        Set<String> oneSide = Set.of("a");
        Sweep sweep = new Sweep(oneSide, 1, 2);

        assertThat(sweep.sparing(Set.of("a", "b"))).isEqualTo(new Sweep(Set.of("a", "b"), 1, 2));
        assertThat(sweep.sparing(oneSide)).isSameAs(sweep);
        assertThat(oneSide).containsExactly("a");
    }

    @Test
    void aDeviceOfALostNodeIsKeptFromTheSweepOn() {
        alice.device("phone").on("lost").keptFor(Duration.ofMinutes(1)).connects();
        alice.later(Duration.ofDays(1)).isSwept("alive");

        assertThat(alice.later(Duration.ofMillis(59_999)).devices()).containsExactly("phone");
        assertThat(alice.later(Duration.ofMillis(1)).devices()).isEmpty();
    }

    @Test
    void aReceiptOfAnExpiredMessageIsPublishedOnce() {
        alice.pushing("m1").livingFor(Duration.ofSeconds(1)).withReceipt().isStored();
        alice.later(Duration.ofSeconds(1));

        assertThat(alice.isSwept().expired())
                .containsExactly(new MilestoneReached(1, "m1", DeliveryWatch.RECEIPT, true));
        assertThat(alice.isSwept().expired()).isEmpty();
    }

    @Test
    void noReceiptTellsOfTheEndOfAMessageThatADeviceAcknowledged() {
        Connection phone = alice.connects("phone");
        alice.connects("laptop");
        alice.pushing("m1").livingFor(Duration.ofSeconds(1)).withReceipt().isStored();
        phone.acks(1);
        alice.later(Duration.ofSeconds(1));

        assertThat(alice.isSwept("node-1").expired()).isEmpty();
        assertThat(alice.message("m1").orElseThrow().state()).isEqualTo(MessageView.State.ACKED);
    }

    @Test
    void aClearedMessageOwesItsReceiptAsAnExpiredOneDoes() {
        alice.pushing("m1").withReceipt().isStored();
        alice.isCleared();

        assertThat(alice.isSwept().expired()).extracting(MilestoneReached::id).containsExactly("m1");
    }

    @Test
    void nobodyIsToldOfAnEndThatNobodyAskedFor() {
        alice.pushing("m1")
                .livingFor(Duration.ofSeconds(1))
                .awaitedAt("gateway")
                .isStored();
        alice.pushing("m2").livingFor(Duration.ofSeconds(1)).isStored();

        assertThat(alice.later(Duration.ofSeconds(1)).isSwept().expired()).isEmpty();
    }

    @Test
    void anEmptyEntryIsRememberedForADayAfterItsLastChange() {
        Connection phone = alice.device("phone").keptFor(Duration.ofMinutes(1)).connects();
        alice.isPushed("m1");
        phone.acks(1);
        phone.closes();
        alice.later(Duration.ofMinutes(1)).isSwept();
        Position last = alice.position(1);

        alice.later(Duration.ofMillis(86_399_999)).isSwept();
        assertThat(alice.state.isAbsent()).isFalse();
        assertThat(alice.asSeenBy("other")
                        .device("phone")
                        .having(last)
                        .connects()
                        .resumed())
                .as("a returning position is still known")
                .isTrue();
        alice.later(Duration.ofMillis(1)).isSwept();
        assertThat(alice.state.isAbsent()).isTrue();
    }

    @Test
    void anEntryWithADeviceOrAMessageIsNeverForgotten() {
        alice.connects("phone");
        alice.later(Duration.ofDays(40)).isSwept("node-1");
        assertThat(alice.state.isAbsent()).isFalse();

        User bob = user();
        bob.pushing("m1").livingFor(Duration.ofDays(30)).isStored();
        bob.later(Duration.ofDays(29)).isSwept();
        assertThat(bob.owes()).containsExactly("m1");
    }

    @Test
    void aPositionOfAForgottenEntryIsNoResumption() {
        alice.connects("phone").saysBye();
        Position old = alice.position(0);
        alice.later(Duration.ofDays(2)).isSwept();

        assertThat(alice.device("phone").having(old).connects().resumed()).isFalse();
    }

    @Test
    void aSweepConcernsWhatIsDueOrOrphaned() {
        Connection phone =
                alice.device("phone").on("n1").keptFor(Duration.ofMinutes(1)).connects();
        alice.pushing("m1").livingFor(Duration.ofSeconds(10)).isStored();

        assertThat(concernsAt(9_999, "n1")).isFalse();
        assertThat(concernsAt(9_999, "n2")).isTrue();
        assertThat(concernsAt(10_000, "n1")).isTrue();
        phone.acks(1);
        phone.closes();
        assertThat(concernsAt(59_999, "n1")).isFalse();
        assertThat(concernsAt(60_000, "n1")).isTrue();
    }

    @Test
    void aSweepConcernsAnEntryWhoseReceiptIsOwed() {
        alice.connects("phone");
        alice.pushing("m1").withReceipt().isStored();
        assertThat(concernsAt(0, "node-1")).isFalse();
        alice.isCleared();
        assertThat(concernsAt(0, "node-1")).isTrue();
    }

    @Test
    void aSweepForgetsIdsThatTheWindowHasLeftBehind() {
        Connection phone = alice.connects("phone");
        alice.isPushed("m1", "m2");
        phone.acks(2);

        alice.later(Duration.ofMillis(299_999)).isSwept("node-1");
        assertThat(alice.state.mailbox().size()).isEqualTo(2);
        assertThat(concernsAt(1, "node-1")).isTrue();
        alice.later(Duration.ofMillis(1)).isSwept("node-1");
        assertThat(alice.state.mailbox().size()).isZero();
        assertThat(concernsAt(86_400_000, "node-1")).isFalse();
    }

    @Test
    void aSweepOfAnUnknownUserFindsNothing() {
        assertThat(alice.isSwept().reaped()).isZero();
        assertThat(alice.state).isSameAs(UserState.ABSENT);
    }

    private boolean concernsAt(long millisFromNow, String aliveNode) {
        long then = alice.now + millisFromNow;
        return new Sweep(Set.of(aliveNode), then, then).concerns(alice.state);
    }
}
