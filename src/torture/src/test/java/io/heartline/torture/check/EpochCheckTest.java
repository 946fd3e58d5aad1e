package io.heartline.torture.check;

import static io.heartline.torture.check.Expectation.Leniency.CUT_AWAY;
import static io.heartline.torture.check.Expectation.Leniency.NODES_LOST;
import static io.heartline.torture.check.Expectation.Leniency.SPLIT;
import static io.heartline.torture.check.Story.aHistory;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event.UserSeen;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks of changed epochs, and of the welcomes that report them. */
class EpochCheckTest {
    private static final Expectation SPLITS = Expectation.strict().leniency(SPLIT);
    private static final Expectation LOSSES = Expectation.strict().leniency(NODES_LOST);

    private final Story one = aHistory().comes("phone", 0).pushed("m1", 1).finishes("phone", "m1", 1);

    @Test
    void anEpochThatChangesSilentlyBreaksTheRule() {
        one.epoch("e2").pushed("m2", 1).breaks(Rule.EPOCH_CHANGED);
    }

    @Test
    void oneNodeLostExcusesNothing() {
        Story story =
                one.lost("node-2", "killed").later(100).isSafe(2).epoch("e2").pushed("m2", 1);

        story.breaks(Rule.EPOCH_CHANGED, LOSSES);
    }

    @Test
    void twoNodesLostOneAfterTheOtherExcuseNothing() {
        Story story = one.lost("node-2", "killed")
                .isSafe(2)
                .ready("node-2")
                .isSafe(3)
                .lost("node-3", "killed")
                .isSafe(2)
                .epoch("e2")
                .pushed("m2", 1);

        story.breaks(Rule.EPOCH_CHANGED, LOSSES);
    }

    @Test
    void whoDoesNotYetKnowOfALossCanNotSayThatItIsSafe() {
        Story story = one.lost("node-2", "hung")
                .isSafe(3)
                .lost("node-3", "killed")
                .isSafe(1)
                .epoch("e2")
                .pushed("m2", 1);

        assertThat(story.isRight(LOSSES).excused()).containsEntry(Rule.EPOCH_CHANGED, 1L);
        story.breaks(Rule.EPOCH_CHANGED, Expectation.strict());
        story.isRight(LOSSES);
        story.breaks(Rule.EPOCH_CHANGED, LOSSES.backups(2));
    }

    @Test
    void aChangeThatIsSeenLongAfterItsExcuseMayHaveBeenThen() {
        one.lost("node-2", "killed")
                .lost("node-3", "killed")
                .ready("node-2")
                .ready("node-3")
                .isSafe(3)
                .later(3_600_000)
                .epoch("e2")
                .pushed("m2", 1)
                .isRight(LOSSES);
    }

    @Test
    void aChangeAfterTheOldEpochWasSeenAgainIsNotExcused() {
        one.lost("node-2", "killed")
                .lost("node-3", "killed")
                .isSafe(1)
                .later(60_000)
                .pushed("m2", 2)
                .finishes("phone", "m2", 2)
                .epoch("e2")
                .pushed("m3", 1)
                .breaks(Rule.EPOCH_CHANGED, LOSSES);
    }

    @Test
    void aDeviceIsToldThatItsPositionIsGone() {
        Story lost = one.lost("node-2", "killed")
                .lost("node-3", "killed")
                .drops("phone")
                .epoch("e2");

        lost.returns("phone", 0).breaks(Rule.RESET_NOT_REPORTED, LOSSES);
    }

    @Test
    void aDeviceThatWasToldIsTreatedRight() {
        one.lost("node-2", "killed")
                .lost("node-3", "killed")
                .drops("phone")
                .epoch("e2")
                .comes("phone", 0)
                .pushed("m2", 1)
                .finishes("phone", "m2", 1)
                .isSafe(1)
                .calm()
                .leaves("phone")
                .ends()
                .isRight(LOSSES);
    }

    @Test
    void aConnectionDoesNotGoOnInAnotherEpoch() {
        one.lost("node-2", "killed")
                .lost("node-3", "killed")
                .epoch("e2")
                .pushed("m2", 1)
                .finishes("phone", "m2", 1)
                .breaks(Rule.RESET_NOT_REPORTED, LOSSES);
    }

    @Test
    void whatWasLostWithItsEpochIsExcusedWhereMoreNodesWereLost() {
        Story lost = one.pushed("m2", 2)
                .lost("node-2", "killed")
                .lost("node-3", "killed")
                .drops("phone")
                .epoch("e2")
                .comes("phone", 0)
                .calm()
                .leaves("phone")
                .ends();

        assertThat(lost.isRight(LOSSES).excused()).containsEntry(Rule.LOST, 1L);
        lost.breaks(Rule.LOST, SPLITS);
    }

    @Test
    void whatIsLostWhileItsEpochStaysIsLostSilently() {
        one.pushed("m2", 2)
                .lost("node-2", "killed")
                .lost("node-3", "killed")
                .drops("phone")
                .returns("phone", 1)
                .calm()
                .leaves("phone")
                .ends()
                .breaks(Rule.LOST, LOSSES);
    }

    @Test
    void afterASplitWhatBothSidesStoredComesInANewEpoch() {
        Story split = one.lost("node-3", "cut off")
                .on("node-3")
                .pushed("here", 2)
                .pushed("there", 2)
                .finishes("phone", "here", 2)
                .back("node-3")
                .drops("phone")
                .epoch("e2")
                .comes("phone", 0)
                .gets("phone", "m1", 1)
                .gets("phone", "here", 2)
                .finishes("phone", "there", 3)
                .isSafe(3)
                .calm()
                .leaves("phone")
                .ends();

        CheckResult result = split.isRight(SPLITS);
        assertThat(result.excused()).containsOnlyKeys(Rule.EPOCH_CHANGED, Rule.POSITION_REUSED);
        assertThat(split.judged(Expectation.strict()).counts()).containsKeys(Rule.EPOCH_CHANGED, Rule.POSITION_REUSED);
        split.breaks(Rule.POSITION_REUSED, Expectation.strict().leniency(CUT_AWAY));
    }

    @Test
    void aSplitLosesNothing() {
        one.lost("node-3", "cut off")
                .pushed("there", 2)
                .back("node-3")
                .drops("phone")
                .epoch("e2")
                .comes("phone", 0)
                .isSafe(3)
                .calm()
                .leaves("phone")
                .ends()
                .breaks(Rule.LOST, SPLITS);
    }

    @Test
    void aKeptDeviceIsNotToldThatItsPositionIsGoneWhereItIsNot() {
        one.drops("phone").comes("phone", 1).calm().leaves("phone").ends().breaks(Rule.RESET_REPORTED_WRONGLY);
    }

    @Test
    void aDeviceThatIsNotKeptMayBeToldAnything() {
        one.drops("phone")
                .later(Story.KEEP_MILLIS)
                .comes("phone", 1)
                .calm()
                .leaves("phone")
                .ends()
                .isRight();
    }

    @Test
    void anEpochThatIsForgottenBreaksTheRule() {
        UserSeen unknown = new UserSeen(20_000, 20_000, "alice", "node-1", false, null, 0, 0, List.of(), List.of());

        one.leaves("phone").add(unknown).add(unknown).breaks(Rule.EPOCH_CHANGED);
    }

    @Test
    void aSplitLastsUntilTheNodeIsBack() {
        one.lost("node-3", "cut off")
                .isSafe(2)
                .later(60_000)
                .seen(0, "phone")
                .later(1_000)
                .epoch("e2")
                .pushed("m2", 1);

        one.isRight(SPLITS);
    }

    @Test
    void aLossInAnEpochThatBeganAmongTheLossesIsNotExcused() {
        aHistory()
                .lost("node-2", "killed")
                .lost("node-3", "killed")
                .comes("phone", 0)
                .pushed("m1", 1)
                .calm()
                .leaves("phone")
                .ends()
                .breaks(Rule.LOST, LOSSES);
    }

    @Test
    void whoAskedBeforeTheFirstPushMayHearOfNoEpoch() {
        aHistory()
                .comes("phone", 0)
                .add(new UserSeen(20_000, 7, "alice", "node-1", true, null, 0, 0, List.of("s-1"), List.of()))
                .isRight();
    }
}
