package io.heartline.torture.check;

import static io.heartline.torture.check.Expectation.Leniency.SPLIT;
import static io.heartline.torture.check.Story.aHistory;

import org.junit.jupiter.api.Test;

/** Checks of the state at the end of a run. */
class EndStateCheckTest {
    private final Story over = aHistory()
            .comes("phone", 0)
            .pushed("m1", 1)
            .finishes("phone", "m1", 1)
            .calm()
            .leaves("phone");

    @Test
    void aMailboxThatIsNotEmptyAtTheEndBreaksTheRule() {
        over.phaseEnd().seen(1).breaks(Rule.MAILBOX_NOT_EMPTY);
    }

    @Test
    void aSessionThatIsListedAtTheEndIsAGhost() {
        over.later(60_000).phaseEnd().seen(0, "phone").breaks(Rule.GHOST_SESSION);
    }

    @Test
    void aDeviceThatIsKeptThoughItsByeWasConfirmedBreaksTheRule() {
        saysBye(1000).phaseEnd().seenKeeping("phone").breaks(Rule.KEPT_AFTER_BYE);
    }

    @Test
    void aDeviceWhoseByeWasNotConfirmedMayBeKept() {
        saysBye(4003).phaseEnd().seenKeeping("phone").isRight();
    }

    @Test
    void aByeThatOnlyOneSideOfASplitHeardOfMayBeForgotten() {
        Story story = aHistory()
                .comes("phone", 0)
                .lost("node-3", "cut off")
                .leaves("phone")
                .back("node-3")
                .isSafe(3)
                .calm()
                .phaseEnd()
                .seenKeeping("phone");

        story.isRight(Expectation.strict().leniency(SPLIT));
        story.breaks(Rule.KEPT_AFTER_BYE);
    }

    private static Story saysBye(int code) {
        return aHistory().comes("phone", 0).calm().leaves("phone", code);
    }

    @Test
    void onlyTheLastWordCounts() {
        over.phaseEnd().seen(3, "phone").seen(0).isRight();
    }

    @Test
    void whatWasSaidBeforeTheEndDoesNotCount() {
        over.seen(3, "phone").phaseEnd().isRight();
    }

    @Test
    void whatNobodyEverCameForMayWait() {
        aHistory().pushed("m1", 1).calm().phaseEnd().seen(1).isRight();
    }

    @Test
    void aNodeThatEndsByItselfBreaksTheRule() {
        over.lost("node-1", "ended").breaks(Rule.NODE_ENDED);
    }

    @Test
    void aNodeThatIsEndedOnPurposeIsRight() {
        over.lost("node-1", "terminated").lost("node-2", "killed").isRight();
    }
}
