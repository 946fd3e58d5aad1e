package io.heartline.torture.check;

import static io.heartline.torture.check.Story.aHistory;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Checks of the identity of messages: ids, positions and bodies. */
class IdentityTest {
    private final Story one = aHistory().comes("phone", 0).pushed("m1", 1);

    @Test
    void twoIdsAtOnePositionBreakTheRule() {
        Violation violation = one.finishes("phone", "m1", 1).pushed("m2", 1).breaks(Rule.POSITION_REUSED);

        assertThat(violation.ids()).containsExactly("m1", "m2");
    }

    @Test
    void aDeliveryUnderTheIdOfAnotherBreaksTheRule() {
        one.tried("m2").gets("phone", "m2", 1).breaks(Rule.POSITION_REUSED);
    }

    @Test
    void anIdAtTwoPositionsIsStoredTwice() {
        one.finishes("phone", "m1", 1).tried("m1").stored("m1", 2).breaks(Rule.STORED_TWICE);
    }

    @Test
    void anIdThatComesAtTwoPositionsIsStoredTwice() {
        one.finishes("phone", "m1", 1).finishes("phone", "m1", 2).breaks(Rule.STORED_TWICE);
    }

    @Test
    void anIdThatIsPushedAgainAnswersItsPosition() {
        one.finishes("phone", "m1", 1).tried("m1").stored("m1", 1).isRight();
    }

    @Test
    void anIdThatIsPushedAgainAfterItsWindowMayBeStoredAgain() {
        one.finishes("phone", "m1", 1)
                .later(300_000)
                .tried("m1")
                .stored("m1", 2)
                .finishes("phone", "m1", 2)
                .isRight();
    }

    @Test
    void anIdComesWithItsOwnBody() {
        one.getsWithBody("phone", "m1", 1, 77).breaks(Rule.BODY_CHANGED);
    }

    @Test
    void whatNobodyPushedIsAGhost() {
        aHistory().comes("phone", 0).gets("phone", "m1", 1).breaks(Rule.GHOST_MESSAGE);
    }

    @Test
    void whatWasRefusedIsAGhost() {
        aHistory()
                .comes("phone", 0)
                .tried("m1")
                .refused("m1")
                .gets("phone", "m1", 1)
                .breaks(Rule.GHOST_MESSAGE);
    }

    @Test
    void whatIsRefusedAfterItCameIsAGhost() {
        aHistory()
                .comes("phone", 0)
                .tried("m1")
                .gets("phone", "m1", 1)
                .refused("m1")
                .breaks(Rule.GHOST_MESSAGE);
    }

    @Test
    void whatWasRefusedOnceAndStoredLaterIsNoGhost() {
        aHistory()
                .comes("phone", 0)
                .tried("m1")
                .refused("m1")
                .tried("m1")
                .finishes("phone", "m1", 1)
                .stored("m1", 1)
                .isRight();
    }

    @Test
    void whatMayHaveBeenStoredIsNoGhost() {
        aHistory()
                .comes("phone", 0)
                .tried("m1")
                .unknown("m1")
                .tried("m1")
                .refused("m1")
                .finishes("phone", "m1", 1)
                .tried("m2")
                .finishes("phone", "m2", 2)
                .isRight();
    }

    @Test
    void whatComesBeforeItsAnswerGetsLostIsNoGhost() {
        aHistory()
                .comes("phone", 0)
                .tried("m1")
                .finishes("phone", "m1", 1)
                .unknown("m1")
                .isRight();
    }
}
