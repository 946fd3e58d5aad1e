package io.heartline.torture.check;

import static io.heartline.torture.check.Story.aHistory;

import io.heartline.torture.history.Event.FaultBegun;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks of the listed sessions of a user. */
class PresenceCheckTest {
    private static final long HEARTBEAT = Expectation.strict().heartbeatMillis();
    private static final long GRACE = Expectation.strict().presenceMillis();

    /** Long after the nodes came. */
    private final Story here = aHistory().later(60_000).comes("phone", 0);

    @Test
    void aSessionThatIsLongGoneIsNotListed() {
        here.drops("phone").later(GRACE + 100).seen(0, "phone").breaks(Rule.PRESENCE);
    }

    @Test
    void aSessionThatIsJustGoneMayBeListed() {
        here.drops("phone").later(GRACE - 100).seen(0, "phone").isRight();
    }

    @Test
    void aSessionThatLivesIsListed() {
        here.later(GRACE + 100).seen(0).later(3_000).pushed("m1", 1).breaks(Rule.PRESENCE);
    }

    @Test
    void aSessionThatIsListedIsRight() {
        here.later(GRACE + 100).seen(0, "phone").later(3_000).pushed("m1", 1).isRight();
    }

    @Test
    void aSessionMayBeMissedWhileNodesDoNotSeeEachOther() {
        here.later(60_000)
                .isSafe(2)
                .later(GRACE - 100)
                .seen(0)
                .later(3_000)
                .pushed("m1", 1)
                .isRight();
    }

    @Test
    void aSessionIsListedSomeTimeAfterNodesHaveSeenEachOther() {
        here.later(60_000)
                .isSafe(2)
                .later(GRACE + 100)
                .seen(0)
                .later(3_000)
                .pushed("m1", 1)
                .breaks(Rule.PRESENCE);
    }

    @Test
    void aSessionThatJustCameNeedNotBeListed() {
        here.later(GRACE - 100).seen(0).later(3_000).pushed("m1", 1).isRight();
    }

    @Test
    void theServerMayKnowOfAnEndBeforeTheClient() {
        here.later(GRACE + 100)
                .seen(0)
                .later(500)
                .isToldToLeave("phone")
                .later(3_000)
                .pushed("m1", 1)
                .isRight();
    }

    @Test
    void aSessionThatMayHaveBeenReplacedNeedNotBeListed() {
        here.later(GRACE + 100)
                .dials("phone")
                .seen(0)
                .later(3_000)
                .pushed("m1", 1)
                .isRight();
    }

    @Test
    void onlineMeansThatThereAreSessions() {
        here.seen(true, 0, List.of()).breaks(Rule.PRESENCE);
    }

    @Test
    void aSilentClientIsGoneAfterThreeHeartbeats() {
        here.mutes("phone").later(3 * HEARTBEAT + GRACE + 100).seen(0, "phone").breaks(Rule.PRESENCE);
    }

    @Test
    void aSilentClientMayBeListedForThreeHeartbeats() {
        here.mutes("phone").later(3 * HEARTBEAT).seen(0, "phone").isRight();
    }

    @Test
    void aClientThatDoesNotReadMayBeGoneWithoutKnowingIt() {
        here.deafens("phone")
                .later(GRACE + 100)
                .seen(0)
                .later(3_000)
                .pushed("m1", 1)
                .isRight();
    }

    @Test
    void theSessionsOfAKilledNodeAreSwept() {
        aHistory()
                .later(60_000)
                .on("node-2")
                .comes("phone", 0)
                .lost("node-2", "killed")
                .later(GRACE + 100)
                .seen(0, "phone")
                .breaks(Rule.PRESENCE);
    }

    @Test
    void theSessionsOfANodeThatStartedAgainAreSwept() {
        aHistory()
                .later(60_000)
                .on("node-2")
                .comes("phone", 0)
                .lost("node-2", "killed")
                .ready("node-2")
                .later(GRACE + 100)
                .seen(0, "phone")
                .breaks(Rule.PRESENCE);
    }

    @Test
    void aNodeMayServeBeforeItIsSeenToBeReady() {
        aHistory()
                .later(60_000)
                .lost("node-2", "killed")
                .starts("node-2")
                .later(GRACE + 100)
                .on("node-2")
                .comes("phone", 0)
                .seen(0, "phone")
                .isRight();
    }

    @Test
    void theSessionsOfAHungNodeAreGoneOnceItsSilenceIsNoticed() {
        hung().later(GRACE + 4_900).seen(0, "phone").isRight();
        hung().later(GRACE + 5_100).seen(0, "phone").breaks(Rule.PRESENCE);
    }

    private static Story hung() {
        return aHistory().later(60_000).on("node-2").comes("phone", 0).lost("node-2", "hung");
    }

    @Test
    void theSessionsOfANodeThatWokeUpLive() {
        aHistory()
                .later(60_000)
                .on("node-2")
                .comes("phone", 0)
                .lost("node-2", "hung")
                .later(3_000)
                .back("node-2")
                .later(GRACE + 100)
                .seen(0, "phone")
                .isRight();
    }

    @Test
    void whileTheClusterIsSplitAnythingMayBeListed() {
        here.lost("node-3", "cut off")
                .drops("phone")
                .later(GRACE + 100)
                .seen(0, "phone")
                .isRight();
    }

    @Test
    void anEndThatAFaultMayHaveSwallowedIsNoticedByHeartbeat() {
        here.add(new FaultBegun(60_010, 1, "cut", List.of("node-1"), "")).drops("phone");

        here.later(GRACE + 100).seen(0, "phone").isRight();
        here.later(3 * HEARTBEAT).seen(0, "phone").breaks(Rule.PRESENCE);
    }
}
