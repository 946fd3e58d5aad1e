package io.heartline.user;

import static io.heartline.user.User.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.Merge.OtherSide;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Merges of the two versions of an entry after a split. */
class MergeTest {
    /** An owner that continued without replicas. */
    private static final Writer ALONE = new Writer("node-2", NodeSet.NONE);

    private final User here = user();
    private final Connection phone = here.connects("phone");
    private User there;

    @BeforeEach
    void aMessageIsOwedAndTheClusterSplits() {
        here.isPushed("m1");
        there = here.asSeenBy("node-2").later(Duration.ofSeconds(1));
    }

    @Test
    void theSideThatKnowsAllNumbersWinsWhole() {
        here.isPushed("m2", "m3");

        User healed = healed();

        assertThat(healed.state.epoch()).isEqualTo(here.state.epoch());
        assertThat(healed.owes()).containsExactly("m1", "m2", "m3");
        assertThat(healed.isPushed("m4").position().seq()).isEqualTo(4);
    }

    @Test
    void cursorsAreMaximaWhereOneSideKnewAll() {
        here.isPushed("m2");
        there.does(new Ack(phone.id(), there.state.epoch(), 1, there.now));

        User healed = healed();

        assertThat(healed.owes()).containsExactly("m2");
        Connection back = healed.connects("phone");
        assertThat(back.start()).isEqualTo(1);
        assertThat(back.resumed()).isTrue();
    }

    @Test
    void aDeviceThatCameOnTheLosingSideIsKept() {
        here.isPushed("m2");
        there.connects("tablet");

        Connection back = healed().connects("tablet");

        assertThat(back.resumed()).isTrue();
        assertThat(back.backlog()).containsExactly("m1", "m2");
    }

    @Test
    void aDeviceKeptOnlyOnTheLosingSideIsToldWhatItMissed() {
        there.connects("tablet");
        here.isPushed("m2");
        here.does(new Ack(phone.id(), here.state.epoch(), 2, here.now));

        Connection back = healed().connects("tablet");

        assertThat(back.resumed())
                .as("m1 was owed to it there and is gone here")
                .isFalse();
    }

    @Test
    void whereBothSidesGaveOutNumbersTheEpochIsNewAndNothingIsLost() {
        here.later(Duration.ofSeconds(1)).isPushed("h1");
        there.later(Duration.ofSeconds(1)).isPushed("t1");
        here.later(Duration.ofSeconds(2)).isPushed("h2");

        User healed = healed();

        assertThat(healed.state.epoch()).isNotEqualTo(here.state.epoch());
        assertThat(healed.owes()).containsExactly("m1", "h1", "t1", "h2");
        assertThat(healed.isPushed("m5").position().seq()).isEqualTo(5);
    }

    @Test
    void afterAClashEveryDeviceStartsAgainAndIsTold() {
        here.isPushed("h1");
        there.does(new Ack(phone.id(), there.state.epoch(), 1, there.now));
        there.isPushed("t1");

        Connection back = healed().device("phone").having(here.position(1)).connects();

        assertThat(back.resumed()).isFalse();
        assertThat(back.start()).isZero();
        assertThat(back.backlog()).contains("m1", "h1", "t1");
    }

    @Test
    void aMessagePushedOnBothSidesUnderOneIdIsKeptOnce() {
        here.isPushed("same", "h1");
        there.isPushed("same", "t1");

        assertThat(healed().owes()).containsExactly("m1", "same", "h1", "t1");
    }

    @Test
    void eachSidesOrderIsKeptEvenAgainstTheTime() {
        here.later(Duration.ofSeconds(1)).isPushed("both", "h1");
        there.later(Duration.ofSeconds(5)).isPushed("t1", "both");

        assertThat(healed().owes()).containsExactly("m1", "t1", "both", "h1");
    }

    @Test
    void whatOneSideFinishedAndTheOtherOwesIsOwed() {
        there.does(new Ack(phone.id(), there.state.epoch(), 1, there.now));
        there.isPushed("t1");
        here.isPushed("h1");

        assertThat(healed().owes()).containsExactly("m1", "h1", "t1");
    }

    @Test
    void anIdFinishedBeforeTheClashIsStillRememberedAfterIt() {
        here.does(new Ack(phone.id(), here.state.epoch(), 1, here.now));
        there = here.asSeenBy("node-2").later(Duration.ofSeconds(1));
        here.isPushed("h1");
        there.isPushed("t1");

        User healed = healed();

        assertThat(healed.isPushed("m1").duplicate()).isTrue();
        assertThat(healed.isPushed("m1").acked()).isTrue();
        assertThat(healed.owes()).containsExactly("h1", "t1");
    }

    @Test
    void ofTwoSessionsOfADeviceTheGhostGivesWay() {
        there.later(Duration.ofSeconds(3));
        Connection moved = there.device("phone").connects();

        assertThat(healed().state.sessions()).containsExactly(moved.command().session());
    }

    @Test
    void aSessionThatIsAnotherDeviceOnEachSideIsHeldOnce() {
        here.plain("r").connects();
        Attach tab = there.plain("r").command();
        there.does(tab);
        here.does(tab);
        assertThat(here.devices()).isNotEqualTo(there.devices());

        User healed = healed();
        healed.does(new Detach(tab.session().id(), true, healed.now));

        assertThat(healed.state.devices().holding(tab.session().id())).isNull();
    }

    /** The smaller side has no replica left, and every device known there has acknowledged the message. */
    @Test
    void whatOneSideHasFinishedIsKeptForDevicesThatItDoesNotKnow() {
        User alone = finishedAlone();
        assertThat(alone.described().devices()).extracting(Device::name).containsExactly("tablet");

        UserState merged = Merge.of(here.state, alone.state);

        assertThat(Side.owed(merged)).contains("m1", "t1");
        assertThat(merged.devices().all()).extracting(Device::name).containsExactlyInAnyOrder("phone", "tablet");
    }

    /** A user on the smaller side of an open split, after the tablet has acknowledged t1. */
    private static User finishedAlone() {
        User alone = user().asSeenBy(ALONE);
        alone.becomes(alone.state.apart(new WriteSource.SplitSide("node-2", NodeSet.NONE), alone.now));
        Connection tablet = alone.connects("tablet");
        alone.isPushed("t1");
        tablet.acks(1);
        return alone;
    }

    @Test
    void aSideThatStaysAloneKeepsNothingForOthersInTheEnd() {
        User alone = finishedAlone();

        alone.later(Duration.ofMinutes(5)).isSwept("node-1");

        assertThat(alone.owes()).isEmpty();
        assertThat(alone.devices()).containsExactly("tablet");
    }

    @Test
    void anEntryBornOnEachSideClashes() {
        User one = user();
        User other = user().asSeenBy("node-2").later(Duration.ofSeconds(1));
        one.isPushed("h1");
        other.isPushed("t1");

        assertThat(one.becomes(Merge.of(one.state, other.state)).owes()).containsExactly("h1", "t1");
    }

    @Test
    void anEntryForgottenAndBornAnewKnowsNothingOfTheOld() {
        phone.closes();
        here.connects("phone").saysBye();
        here.isCleared();
        there.isPushed("t1");
        User born = user();
        born.isPushed("h1");
        born.isPushed("h2");
        born.isPushed("h3");

        assertThat(Merge.of(born.state, here.state).epoch())
                .as("node-1 gave out more numbers in another epoch")
                .isNotEqualTo(born.state.epoch());
    }

    @Test
    void aStaleSideNeverWins() {
        here.isPushed("m2");
        phone.acking(9);
        there.does(new Ack(phone.id(), there.state.epoch(), 1, there.now));

        User healed = healed();

        assertThat(healed.state.stale()).isFalse();
        assertThat(healed.state.epoch()).isNotEqualTo(here.state.epoch());
        assertThat(healed.owes()).containsExactly("m1", "m2");
    }

    @Test
    void ofMoreThanThirtyTwoDevicesTheLiveOnesStay() {
        for (int i = 1; i <= 31; i++) {
            here.connects("gone-" + i).closes();
        }
        there.connects("live-there");
        here.isPushed("h1");

        assertThat(healed().devices()).hasSize(32).contains("phone", "live-there");
    }

    @Test
    void aSideWhoseManyOwnersCrowdOutTheOthersDoesNotSeemToKnowTheMerged() {
        here.does(new Ack(phone.id(), here.state.epoch(), 1, here.now));
        here.isPushed("h1");
        for (int i = 1; i <= VersionVector.MOST; i++) {
            User owner = there.asSeenBy("there-" + i);
            owner.isPushed("t" + i);
            there.becomes(owner.state);
        }

        UserState merged = Merge.of(here.state, there.state);

        assertThat(there.state.vector().includes(merged.vector())).isFalse();
        assertThat(Side.owed(Merge.of(merged, there.state))).contains("h1");
    }

    @Test
    void numbersThatNobodyWasToldOfChangeNoEpoch() {
        here.isPushed("h1");
        there.isPushed("t1");

        User healed =
                here.becomes(Merge.into(here.state, there.state, new OtherSide(Set.of(new Writer("node-2")), false)));

        assertThat(healed.state.epoch()).isEqualTo(there.state.epoch());
        assertThat(healed.owes()).containsExactly("m1", "h1");
        assertThat(healed.isPushed("t1").position().seq()).isEqualTo(3);
    }

    @Test
    void whereOneNumberMayHaveBeenToldTheEpochIsNew() {
        here.isPushed("h1");
        there.isPushed("t1");
        User alone = there.asSeenBy(ALONE);
        alone.isPushed("t2");

        UserState merged = Merge.into(here.state, alone.state, new OtherSide(Set.of(new Writer("node-2")), false));

        assertThat(merged.epoch()).isNotEqualTo(here.state.epoch());
        assertThat(Side.owed(merged)).contains("m1", "h1", "t1", "t2");
    }

    /** A push waits for a replica that is lost meanwhile. When the push is repeated, it is answered without that replica. */
    @Test
    void whereANumberWasToldLaterWithFewerCopiesTheEpochIsNew() {
        here.isPushed("h1");
        there.isPushed("t1");
        UserState told = new Describe(there.now)
                .apply(there.state, ALONE)
                .answeredBy(ALONE)
                .next();

        UserState merged = Merge.into(here.state, told, new OtherSide(Set.of(new Writer("node-2")), false));

        assertThat(merged.epoch()).isNotEqualTo(here.state.epoch());
        assertThat(Side.owed(merged)).contains("m1", "h1", "t1");
    }

    @Test
    void tellingAgainOfWhatOneNumberedCountsNothing() {
        there.isPushed("t1");

        Transition<UserView> again = new Describe(there.now).apply(there.state, new Writer("node-2"));

        assertThat(again.answeredBy(new Writer("node-2"))).isSameAs(again);
    }

    @Test
    void untoldNumbersOfASideThatKnowsAllAreKept() {
        there.isPushed("t1");

        UserState merged = Merge.into(here.state, there.state, new OtherSide(Set.of(new Writer("node-2")), false));

        assertThat(Side.owed(merged)).containsExactly("m1", "t1");
        assertThat(merged.epoch()).isEqualTo(here.state.epoch());
    }

    @Test
    void anEpochThatOnlyOneSideKnowsMayHaveBeenTold() {
        User born = user().asSeenBy("node-2");
        born.isPushed("b1");
        here.isPushed("h1");

        UserState merged = Merge.into(here.state, born.state, new OtherSide(Set.of(new Writer("node-2")), false));

        assertThat(Side.owed(merged)).contains("m1", "h1", "b1");
    }

    /**
     * A device has a higher position than a node that was cut off. It connects before that node notices the split, so the
     * new epoch reaches no replica.
     */
    @Test
    void anEpochThatNobodyWasToldOfChangesNone() {
        here.isPushed("h1");
        phone.acking(2);
        there.device("phone").having(here.position(2)).connects();
        assertThat(there.state.epoch()).isNotEqualTo(here.state.epoch());

        UserState merged = Merge.into(here.state, there.state, new OtherSide(Set.of(new Writer("node-2")), false));

        assertThat(merged.epoch()).isEqualTo(here.state.epoch());
        assertThat(Side.owed(merged)).isEqualTo(Side.owed(here.state));
    }

    /** A device that said bye on this side must not return with the state of the other side. */
    @Test
    void ofASideThatRefusedNothingIsTaken() {
        here.isPushed("h1");
        there.isPushed("t1");
        there.connects("tablet");

        UserState merged = Merge.into(here.state, there.state, new OtherSide(Set.of(new Writer("node-2")), true));

        assertThat(merged).isSameAs(here.state);
    }

    @Test
    void whatWasToldBeforeASideRefusedIsKept() {
        here.isPushed("h1");
        there.isPushed("t1");

        UserState merged = Merge.into(here.state, there.state, new OtherSide(Set.of(), true));

        assertThat(Side.owed(merged)).contains("m1", "h1", "t1");
    }

    private User healed() {
        long later = Math.max(here.now, there.now);
        UserState merged = Merge.of(here.state, there.state);
        assertThat(Contents.of(Merge.of(there.state, here.state))).isEqualTo(Contents.of(merged));
        User healed = here.asSeenBy("node-3").becomes(merged);
        healed.now = later;
        return healed;
    }
}
