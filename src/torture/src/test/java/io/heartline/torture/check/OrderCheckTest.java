package io.heartline.torture.check;

import static io.heartline.torture.check.Expectation.Leniency.NODES_LOST;
import static io.heartline.torture.check.Story.aHistory;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Checks of the order of messages on a connection. */
class OrderCheckTest {
    private static final Expectation LOSSES = Expectation.strict().leniency(NODES_LOST);

    private final Story three =
            aHistory().comes("phone", 0).pushed("m1", 1).pushed("m2", 2).pushed("m3", 3);

    @Test
    void aHoleIsAGap() {
        Violation violation = three
                .finishes("phone", "m1", 1)
                .finishes("phone", "m3", 3)
                .drops("phone")
                .returns("phone", 3)
                .gets("phone", "m2", 2)
                .judged(Expectation.strict())
                .violations()
                .stream()
                .filter(one -> one.rule() == Rule.GAP)
                .findFirst()
                .orElseThrow();

        assertThat(violation.ids()).containsExactly("m2");
        assertThat(violation.links()).containsExactly(1L);
    }

    @Test
    void aHoleRightAfterTheWelcomeIsAGap() {
        three.finishes("phone", "m2", 2)
                .finishes("phone", "m3", 3)
                .leaves("phone")
                .breaks(Rule.GAP);
    }

    @Test
    void aHoleOfWhichNothingIsKnownIsAGapWhereNothingExpires() {
        aHistory()
                .comes("phone", 0)
                .pushed("m2", 2)
                .finishes("phone", "m2", 2)
                .leaves("phone")
                .breaks(Rule.GAP);
    }

    @Test
    void aHoleMayBeWhatExpiredWithoutAWord() {
        aHistory()
                .comes("phone", 0)
                .tried("m1", 2_000)
                .unknown("m1")
                .later(2_000)
                .pushed("m2", 2)
                .finishes("phone", "m2", 2)
                .leaves("phone")
                .isRight();
    }

    @Test
    void aHoleMayBeWhatANewEpochRemembersAsFinished() {
        twoFinishedInAnEpochThatIsOver()
                .pushed("m3", 3)
                .finishes("phone", "m3", 3)
                .leaves("phone")
                .isRight(LOSSES);
    }

    @Test
    void aWelcomeMayStandAboveWhatANewEpochRemembersAsFinished() {
        twoFinishedInAnEpochThatIsOver()
                .drops("phone")
                .returns("phone", 2)
                .leaves("phone")
                .isRight(LOSSES);
    }

    @Test
    void aWelcomeMayNotStandAboveWhatIsNew() {
        twoFinishedInAnEpochThatIsOver()
                .pushed("m3", 3)
                .drops("phone")
                .returns("phone", 3)
                .leaves("phone")
                .breaks(Rule.SKIPPED, LOSSES);
    }

    @Test
    void aHoleIsNotWhatANewEpochHasNothingToRememberFor() {
        twoFinishedInAnEpochThatIsOver()
                .pushed("m3", 4)
                .finishes("phone", "m3", 4)
                .leaves("phone")
                .breaks(Rule.GAP, LOSSES);
    }

    private static Story twoFinishedInAnEpochThatIsOver() {
        return aHistory()
                .comes("phone", 0)
                .pushed("m1", 1)
                .finishes("phone", "m1", 1)
                .pushed("m2", 2)
                .finishes("phone", "m2", 2)
                .drops("phone")
                .lost("node-2", "killed")
                .lost("node-3", "killed")
                .isSafe(1)
                .epoch("e2")
                .comes("phone", 0);
    }

    @Test
    void aHoleIsNotWhatExpiresOnlyLater() {
        aHistory()
                .comes("phone", 0)
                .tried("m1", 60_000)
                .unknown("m1")
                .later(2_000)
                .pushed("m2", 2)
                .finishes("phone", "m2", 2)
                .leaves("phone")
                .breaks(Rule.GAP);
    }

    @Test
    void whatExpiredLeavesAHole() {
        aHistory()
                .comes("phone", 0)
                .drops("phone")
                .tried("m1", 2_000)
                .stored("m1", 1)
                .later(2_000)
                .pushed("m2", 2)
                .returns("phone", 0)
                .finishes("phone", "m2", 2)
                .leaves("phone")
                .isRight();
    }

    @Test
    void nothingExpiresEarly() {
        Violation violation = aHistory()
                .comes("phone", 0)
                .tried("m1", 60_000)
                .stored("m1", 1)
                .pushed("m2", 2)
                .finishes("phone", "m2", 2)
                .leaves("phone")
                .breaks(Rule.EXPIRED_EARLY);

        assertThat(violation.ids()).containsExactly("m1");
    }

    @Test
    void twoSwappedAreReordered() {
        three.gets("phone", "m2", 2)
                .gets("phone", "m1", 1)
                .finishes("phone", "m3", 3)
                .calm()
                .leaves("phone")
                .ends()
                .breaks(Rule.REORDERED);
    }

    @Test
    void aFirstDeliveryBehindAHigherOneIsReorderedOnAnotherConnectionToo() {
        CheckResult result = three.gets("phone", "m1", 1)
                .gets("phone", "m3", 3)
                .drops("phone")
                .returns("phone", 0)
                .gets("phone", "m1", 1)
                .gets("phone", "m2", 2)
                .gets("phone", "m3", 3)
                .judged(Expectation.strict());

        assertThat(result.counts()).containsOnlyKeys(Rule.GAP, Rule.REORDERED);
    }

    @Test
    void whatWasNotAcknowledgedComesAgainInOrder() {
        three.gets("phone", "m1", 1)
                .gets("phone", "m2", 2)
                .drops("phone")
                .returns("phone", 0)
                .gets("phone", "m1", 1)
                .gets("phone", "m2", 2)
                .finishes("phone", "m3", 3)
                .calm()
                .leaves("phone")
                .ends()
                .isRight();
    }

    @Test
    void aPositionComesOnceOnAConnection() {
        three.gets("phone", "m1", 1)
                .gets("phone", "m1", 1)
                .gets("phone", "m2", 2)
                .finishes("phone", "m3", 3)
                .calm()
                .leaves("phone")
                .ends()
                .breaks(Rule.DUPLICATE_ON_CONNECTION);
    }

    @Test
    void whatTheWelcomeCountsAsFinishedDoesNotComeAgain() {
        three.gets("phone", "m1", 1)
                .gets("phone", "m2", 2)
                .finishes("phone", "m3", 3)
                .drops("phone")
                .returns("phone", 3)
                .gets("phone", "m3", 3)
                .calm()
                .leaves("phone")
                .ends()
                .breaks(Rule.REDELIVERED_AFTER_ACK);
    }

    @Test
    void aWelcomeAboveWhatWasAcknowledgedSkips() {
        Violation violation = three.gets("phone", "m1", 1)
                .gets("phone", "m2", 2)
                .gets("phone", "m3", 3)
                .acks("phone", 2)
                .drops("phone")
                .returns("phone", 3)
                .leaves("phone")
                .breaks(Rule.SKIPPED);

        assertThat(violation.links()).containsExactly(2L);
    }

    @Test
    void aWelcomeMayStandBelowWhatWasAcknowledged() {
        three.gets("phone", "m1", 1)
                .gets("phone", "m2", 2)
                .acks("phone", 2)
                .drops("phone")
                .returns("phone", 1)
                .gets("phone", "m2", 2)
                .finishes("phone", "m3", 3)
                .calm()
                .leaves("phone")
                .ends()
                .isRight();
    }

    @Test
    void aDeviceThatIsNotKeptStartsWhereOthersStand() {
        three.comes("tablet", 0)
                .gets("tablet", "m1", 1)
                .gets("tablet", "m2", 2)
                .finishes("tablet", "m3", 3)
                .drops("phone")
                .later(Story.KEEP_MILLIS)
                .comes("phone", 3)
                .calm()
                .leaves("phone")
                .leaves("tablet")
                .ends()
                .isRight();
    }
}
