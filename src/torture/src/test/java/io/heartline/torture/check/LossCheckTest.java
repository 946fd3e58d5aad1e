package io.heartline.torture.check;

import static io.heartline.torture.check.Story.aHistory;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Checks of lost messages. */
class LossCheckTest {
    private static final long STUCK = Expectation.strict().stuckMillis();

    @Test
    void aMessageThatCameIsNotLost() {
        aHistory()
                .comes("phone", 0)
                .pushed("m1", 1)
                .finishes("phone", "m1", 1)
                .calm()
                .leaves("phone")
                .ends()
                .isRight();
    }

    @Test
    void aMessageThatNeverCameIsLost() {
        Violation violation = aHistory()
                .comes("phone", 0)
                .pushed("m1", 1)
                .calm()
                .leaves("phone")
                .ends()
                .breaks(Rule.LOST);

        assertThat(violation.user()).isEqualTo("alice");
        assertThat(violation.ids()).containsExactly("m1");
        assertThat(violation.links()).containsExactly(1L);
    }

    @Test
    void aMessageThatCameToOneDeviceIsLostForTheOther() {
        Violation violation = aHistory()
                .comes("phone", 0)
                .comes("tablet", 0)
                .pushed("m1", 1)
                .finishes("phone", "m1", 1)
                .calm()
                .leaves("phone")
                .leaves("tablet")
                .ends()
                .breaks(Rule.LOST);

        assertThat(violation.sentence()).contains("tablet");
    }

    @Test
    void whatADeviceThatIsStillConnectedMissesIsLost() {
        aHistory().comes("phone", 0).pushed("m1", 1).calm().phaseEnd().breaks(Rule.LOST);
    }

    @Test
    void whatIsOnlyShownToBeStoredByItsDeliveryIsOwedToTheOthers() {
        aHistory()
                .comes("phone", 0)
                .comes("tablet", 0)
                .tried("m1")
                .unknown("m1")
                .finishes("phone", "m1", 1)
                .calm()
                .leaves("phone")
                .leaves("tablet")
                .ends()
                .breaks(Rule.LOST);
    }

    @Test
    void whatIsNotKnownToBeStoredIsNotOwed() {
        aHistory()
                .comes("phone", 0)
                .tried("m1")
                .unknown("m1")
                .tried("m2")
                .refused("m2")
                .tried("m3")
                .calm()
                .leaves("phone")
                .ends()
                .isRight();
    }

    @Test
    void anAbsentDeviceIsOwedWhatCameMeanwhile() {
        Story away = aHistory()
                .comes("phone", 0)
                .drops("phone")
                .pushed("m1", 1)
                .later(1_000)
                .returns("phone", 0);

        away.calm().leaves("phone").ends().breaks(Rule.LOST);
    }

    @Test
    void aDeviceThatNeverReturnedCouldNotGetIt() {
        aHistory()
                .comes("phone", 0)
                .drops("phone")
                .pushed("m1", 1)
                .calm()
                .phaseEnd()
                .isRight();
    }

    @Test
    void aDeviceThatMayNotHaveBeenKeptIsNotOwedWhatOthersGot() {
        aHistory()
                .comes("tablet", 0)
                .keptFor(5_000)
                .comes("phone", 0)
                .drops("phone")
                .pushed("m1", 1)
                .finishes("tablet", "m1", 1)
                .later(4_500)
                .comes("phone", 1)
                .calm()
                .leaves("phone")
                .leaves("tablet")
                .ends()
                .isRight();
    }

    @Test
    void aDeviceThatSaidByeIsOwedNothingThatIsPushedLater() {
        aHistory()
                .comes("tablet", 0)
                .comes("phone", 0)
                .leaves("phone")
                .pushed("m1", 1)
                .finishes("tablet", "m1", 1)
                .calm()
                .leaves("tablet")
                .ends()
                .isRight();
    }

    @Test
    void aByeMayOvertakeWhatWasJustStored() {
        aHistory()
                .comes("tablet", 0)
                .comes("phone", 0)
                .pushed("m1", 1)
                .later(STUCK - 10)
                .leaves("phone")
                .finishes("tablet", "m1", 1)
                .calm()
                .leaves("tablet")
                .ends()
                .isRight();
    }

    @Test
    void aByeDoesNotExcuseWhatADeviceHadTimeFor() {
        aHistory()
                .comes("tablet", 0)
                .comes("phone", 0)
                .pushed("m1", 1)
                .finishes("tablet", "m1", 1)
                .later(STUCK + 10)
                .leaves("phone")
                .calm()
                .leaves("tablet")
                .ends()
                .breaks(Rule.LOST);
    }

    @Test
    void aDeviceThatCameWhileItWasPushedMayStartBehindIt() {
        aHistory()
                .comes("tablet", 0)
                .tried("m1")
                .finishes("tablet", "m1", 1)
                .comes("phone", 1)
                .stored("m1", 1)
                .calm()
                .leaves("phone")
                .leaves("tablet")
                .ends()
                .isRight();
    }

    @Test
    void aWelcomePromisesWhatStandsBehindItsPosition() {
        aHistory()
                .comes("tablet", 0)
                .pushed("m1", 1)
                .gets("tablet", "m1", 1)
                .comes("phone", 0)
                .acks("tablet", 1)
                .calm()
                .leaves("phone")
                .leaves("tablet")
                .ends()
                .breaks(Rule.LOST);
    }

    @Test
    void whereNobodyWasKeptTheNextThatComesMustGetIt() {
        aHistory()
                .pushed("m1", 1)
                .comes("phone", 1)
                .calm()
                .leaves("phone")
                .ends()
                .breaks(Rule.LOST);
    }

    @Test
    void whereNobodyWasKeptOneOfThoseThatComeIsEnough() {
        aHistory()
                .pushed("m1", 1)
                .comes("phone", 0)
                .finishes("phone", "m1", 1)
                .comes("tablet", 1)
                .calm()
                .leaves("phone")
                .leaves("tablet")
                .ends()
                .isRight();
    }

    @Test
    void whereNobodyEverComesNothingIsLost() {
        aHistory().pushed("m1", 1).calm().ends().isRight();
    }

    @Test
    void aMessageWhoseTimeEndedIsNotOwed() {
        aHistory()
                .comes("phone", 0)
                .drops("phone")
                .tried("m1", 5_000)
                .stored("m1", 1)
                .later(6_000)
                .returns("phone", 0)
                .calm()
                .leaves("phone")
                .ends()
                .isRight();
    }

    @Test
    void aMessageWhoseTimeWouldNotHaveEndedForLongIsOwed() {
        aHistory()
                .comes("phone", 0)
                .tried("m1", STUCK + 5_000)
                .stored("m1", 1)
                .later(1_000)
                .calm()
                .leaves("phone")
                .ends()
                .breaks(Rule.LOST);
    }
}
