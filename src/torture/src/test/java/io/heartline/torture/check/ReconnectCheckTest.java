package io.heartline.torture.check;

import static io.heartline.torture.check.Story.aHistory;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Checks of the time and the target of clients' reconnections after a drain. */
class ReconnectCheckTest {
    private static final int CLIENTS = 1_000;
    private static final long DRAIN_AT = 10_000;
    private static final long SPREAD = 5_000;

    @Test
    void whoIsBackLongAfterItsTimeIsLate() {
        sentAway().later(10_200).returns("phone", 0).breaks(Rule.RECONNECTED_LATE);
    }

    @Test
    void whoIsBackALittleLaterIsInTime() {
        sentAway().later(10_000).returns("phone", 0).isRight();
    }

    private static Story sentAway() {
        return aHistory().on("node-2").comes("phone", 0).isToldToLeave("phone").on("node-1");
    }

    @Test
    void thoseWhoComeEvenlyGiveNobodyMoreThanItsShare() {
        CheckResult result = drained(n -> DRAIN_AT + n * SPREAD / CLIENTS);

        assertThat(result.violations()).isEmpty();
        assertThat(result.figures().drains().mostOfAShare()).isBetween(1.0, 1.3);
        assertThat(result.figures().drains().fairShare()).isBetween(80L, 100L);
    }

    @Test
    void aFewWhoLearnOfItLateDoNotMakeTheShareSmaller() {
        CheckResult result = drained(n -> DRAIN_AT + n * SPREAD / CLIENTS, 20_000);

        assertThat(result.violations()).isEmpty();
        assertThat(result.figures().drains().fairShare()).isBetween(80L, 100L);
    }

    @Test
    void thoseWhoComeAllAtOnceCrowdANode() {
        assertThat(drained(n -> DRAIN_AT + 1_000).violations())
                .extracting(Violation::rule)
                .containsExactly(Rule.RECONNECTS_UNEVEN);
    }

    /** All clients of node-3 are sent away at once, asked to wait up to five seconds, and dial the two others by turns. */
    private static CheckResult drained(LongUnaryOperator dialsAt) {
        return drained(dialsAt, 0);
    }

    /** The same, but one client in a hundred learns of it this much later. */
    private static CheckResult drained(LongUnaryOperator dialsAt, long late) {
        List<Event> events = new ArrayList<>();
        for (String node : List.of("node-1", "node-2", "node-3")) {
            events.add(new Event.NodeReady(1, node, "n-" + node));
        }
        for (int n = 0; n < CLIENTS; n++) {
            events.add(dials(10, n, n, "node-3"));
            events.add(welcomed(11, n));
            long learnsAt = DRAIN_AT + (n % 100 == 99 ? late : 0);
            events.add(new Event.Goodbye(learnsAt, n, 4000, n * SPREAD / CLIENTS));
            events.add(new Event.Ended(learnsAt, n, 4000));
            long at = dialsAt.applyAsLong(n) + learnsAt - DRAIN_AT;
            events.add(dials(at, CLIENTS + n, n, n % 2 == 0 ? "node-1" : "node-2"));
            events.add(welcomed(at + 1, CLIENTS + n));
        }
        events.sort(Comparator.comparingLong(Event::at));
        Checker checker = new Checker(Expectation.strict());
        events.forEach(checker::accept);
        return checker.finish();
    }

    private static Event dials(long at, long link, int client, String node) {
        return new Event.Dialled(at, link, "user-" + client, "d", node, link, 60_000, null);
    }

    private static Event welcomed(long at, long link) {
        return new Event.Welcomed(at, link, "s-" + link, "n", true, new Event.Position("e-" + link % CLIENTS, 0), 0);
    }
}
