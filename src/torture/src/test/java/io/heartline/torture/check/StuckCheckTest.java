package io.heartline.torture.check;

import static io.heartline.torture.check.Story.aHistory;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event.FaultBegun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks of the time that a connected device may wait. */
class StuckCheckTest {
    private static final long STUCK = Expectation.strict().stuckMillis();

    private final Story owed = aHistory().comes("phone", 0).pushed("m1", 1);

    @Test
    void aMessageThatComesTooLateIsStuck() {
        Violation violation = owed.later(STUCK).finishes("phone", "m1", 1).breaks(Rule.STUCK);

        assertThat(violation.ids()).containsExactly("m1");
    }

    @Test
    void aMessageThatComesJustInTimeIsRight() {
        owed.later(STUCK - 100).finishes("phone", "m1", 1).isRight();
    }

    @Test
    void aConnectionThatEndsBeforeItsMessageCameIsStuckToo() {
        owed.later(STUCK)
                .drops("phone")
                .returns("phone", 0)
                .finishes("phone", "m1", 1)
                .breaks(Rule.STUCK);
    }

    @Test
    void theTimeCountsFromTheWelcome() {
        aHistory()
                .comes("phone", 0)
                .drops("phone")
                .pushed("m1", 1)
                .later(STUCK)
                .returns("phone", 0)
                .finishes("phone", "m1", 1)
                .isRight();
    }

    @Test
    void whoDoesNotAcknowledgeWaitsByItsOwnFault() {
        owed.gets("phone", "m1", 1)
                .pushed("m2", 2)
                .later(STUCK)
                .gets("phone", "m2", 2)
                .isRight();
    }

    @Test
    void theTimeCountsFromTheLastAcknowledgement() {
        owed.gets("phone", "m1", 1)
                .pushed("m2", 2)
                .later(STUCK)
                .acks("phone", 1)
                .later(1_000)
                .finishes("phone", "m2", 2)
                .isRight();
    }

    @Test
    void aNodeThatHungDeliversLater() {
        owed.lost("node-1", "hung")
                .later(STUCK)
                .back("node-1")
                .finishes("phone", "m1", 1)
                .isRight();
    }

    @Test
    void aConnectionThatIsMutedBeforeItsMessageCameIsStuckToo() {
        owed.later(STUCK)
                .mutes("phone")
                .drops("phone")
                .returns("phone", 0)
                .finishes("phone", "m1", 1)
                .breaks(Rule.STUCK);
    }

    @Test
    void aFaultOfItsNodeExcusesTheWait() {
        owed.add(new FaultBegun(20, 1, "delay", List.of("node-1"), "")).later(STUCK);

        owed.finishes("phone", "m1", 1).isRight();
    }
}
