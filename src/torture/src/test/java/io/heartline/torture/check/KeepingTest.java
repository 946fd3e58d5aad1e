package io.heartline.torture.check;

import static io.heartline.torture.check.Story.aHistory;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event.Ended;
import io.heartline.torture.history.Event.Goodbye;
import io.heartline.torture.history.Event.Position;
import io.heartline.torture.history.Event.Welcomed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks of the time for which the server must remember a device. */
class KeepingTest {
    private static final Expectation SPLITS = Expectation.strict().leniency(Expectation.Leniency.SPLIT);

    /** The tablet receives all messages, so that a message is lost only for the phone. */
    private final Story story =
            aHistory().comes("tablet", 0).on("node-2").keptFor(5_000).comes("phone", 0);

    @Test
    void aSilentDeviceMayBeForgottenBeforeItsConnectionEnds() {
        meanwhile(story.mutes("phone").later(6_000))
                .drops("phone")
                .comes("phone", 1)
                .isRight();
    }

    @Test
    void aDeviceThatWasToldGoodbyeMayBeForgottenBeforeItsConnectionEnds() {
        Story told = story.add(new Goodbye(20, 2, 4003, 0)).later(6_000);

        meanwhile(told).drops("phone").comes("phone", 1).isRight();
    }

    @Test
    void aDeviceOfALostNodeMayBeForgottenBeforeItsConnectionEnds() {
        meanwhile(story.lost("node-2", "hung").later(6_000))
                .drops("phone")
                .comes("phone", 1)
                .isRight();
    }

    @Test
    void aDeviceThatGotSomethingAfterItsNodeCameBackIsKeptAgain() {
        Story back = story.lost("node-2", "hung").back("node-2");
        meanwhile(back).finishes("phone", "m1", 1).later(10_000);

        over(back.pushed("m2", 2).finishes("tablet", "m2", 2)).breaks(Rule.LOST);
    }

    @Test
    void whatCameDuringASplitDoesNotProveThatADeviceIsKept() {
        Story split = meanwhile(story.lost("node-3", "cut off"))
                .finishes("phone", "m1", 1)
                .later(10_000);
        split.pushed("m2", 2).finishes("tablet", "m2", 2);

        over(split.drops("phone").comes("phone", 2)).isRight(SPLITS);
    }

    @Test
    void aDeviceThatReturnsAfterItsByeStartsAnew() {
        over(meanwhile(story.leaves("phone")).comes("phone", 1)).isRight();
    }

    @Test
    void aDeviceMayBeDisplacedByManyOthers() {
        story.drops("phone");
        for (int i = 0; i < 31; i++) {
            story.comes("other-" + i, 0).leaves("other-" + i);
        }
        over(meanwhile(story).comes("phone", 1)).isRight();
    }

    @Test
    void aConnectionThatNeverGotItsWelcomeMayHaveShortenedTheKeeping() {
        story.drops("phone").keptFor(0).dials("phone").drops("phone");

        over(meanwhile(story).comes("phone", 1)).isRight();
    }

    @Test
    void aWelcomeThatComesLateDoesNotReplaceANewerConnection() {
        Story late = story.dials("phone")
                .returns("phone", 0)
                .add(new Welcomed(30, 3, "s-3", "n-2", true, new Position("e1", 0), 0))
                .add(new Ended(31, 3, 4502))
                .later(10_000);

        over(meanwhile(late)).breaks(Rule.LOST);
    }

    @Test
    void whatWasTriedBeforeAWelcomeAndStandsBehindItIsOwed() {
        Story between =
                story.tried("m1").drops("phone").later(6_000).comes("phone", 0).stored("m1", 1);

        over(between.finishes("tablet", "m1", 1)).breaks(Rule.LOST);
    }

    @Test
    void inANewEpochOnlyWhatWasTriedAfterAWelcomeIsOwed() {
        Story split = aHistory()
                .comes("tablet", 0)
                .tried("m1")
                .unknown("m1")
                .lost("node-3", "cut off")
                .back("node-3");
        split.isSafe(3)
                .comes("phone", 0)
                .drops("tablet")
                .drops("phone")
                .epoch("e2")
                .comes("tablet", 0)
                .comes("phone", 0);
        split.epoch("e3")
                .tried("m1")
                .stored("m1", 1)
                .epoch("e2")
                .pushed("m2", 1)
                .finishes("tablet", "m2", 1);

        assertThat(split.calm().leaves("phone").judged(SPLITS).violations())
                .filteredOn(one -> one.rule() == Rule.LOST && one.sentence().contains("phone"))
                .extracting(Violation::ids)
                .containsExactly(List.of("m2"));
    }

    @Test
    void aDeviceThatFirstCameDuringASplitMayBeUnknownToTheSideThatPrevails() {
        Story split = aHistory().comes("tablet", 0).lost("node-3", "cut off").comes("phone", 0);
        meanwhile(split).back("node-3").isSafe(3).drops("phone").comes("phone", 1);

        over(split).isRight(SPLITS);
    }

    @Test
    void whoIsStillConnectedAtTheEndMissesWhatOthersGot() {
        meanwhile(story).calm().phaseEnd().breaks(Rule.LOST);
    }

    @Test
    void whoDroppedInTheCalmAndNeverReturnedMissesNothing() {
        meanwhile(story).calm().drops("phone").phaseEnd().isRight();
    }

    @Test
    void whatWasRefusedBeforeAWelcomeAndStoredAfterItIsOwedInANewEpochToo() {
        Story split = aHistory().comes("tablet", 0).tried("m1").refused("m1").comes("phone", 0);
        split.lost("node-3", "cut off")
                .back("node-3")
                .isSafe(3)
                .drops("tablet")
                .epoch("e2")
                .comes("tablet", 0);

        over(meanwhile(split)).breaks(Rule.LOST, SPLITS);
    }

    @Test
    void whatIsOwedIsOwedInANewEpochToo() {
        Story split = meanwhile(story)
                .lost("node-3", "cut off")
                .back("node-3")
                .drops("phone")
                .epoch("e2");

        over(split.comes("phone", 0).isSafe(3)).breaks(Rule.LOST, SPLITS);
    }

    @Test
    void whereTheHistoryEndsDuringASplitNothingIsCertain() {
        meanwhile(story.lost("node-3", "cut off")).calm().phaseEnd().isRight(SPLITS);
    }

    @Test
    void whoseNodeCameBackIsThereAtTheEnd() {
        meanwhile(story.lost("node-2", "hung").back("node-2")).calm().phaseEnd().breaks(Rule.LOST);
    }

    private static Story meanwhile(Story story) {
        return story.pushed("m1", 1).finishes("tablet", "m1", 1);
    }

    private static Story over(Story story) {
        return story.calm().leaves("phone").leaves("tablet").ends();
    }
}
