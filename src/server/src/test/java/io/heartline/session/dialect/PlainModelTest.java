package io.heartline.session.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every order in which pushes, proofs, losses of the connection and commands can meet: nothing is acknowledged that no client
 * has received, and all of it is received in the end. And what goes wrong without a rule.
 */
class PlainModelTest {
    @Test
    void noOrderAcknowledgesOrForgetsWhatNobodyReceived() {
        Exploration all = explore(ModelledPlainClient.Way.SOUND);

        assertThat(all.faults).isEmpty();
        assertThat(all.states).isGreaterThan(2_000);
        assertThat(all.ends).isPositive();
    }

    @Test
    void whoTakesWrittenForReceivedLosesMessages() {
        assertThat(explore(ModelledPlainClient.Way.ACKNOWLEDGED_BY_WRITING).faults)
                .first(STRING)
                .startsWith("lost");
    }

    @Test
    void whoTakesAnyPongForTheAnswerLosesMessages() {
        assertThat(explore(ModelledPlainClient.Way.ANY_PONG_ANSWERS).faults)
                .first(STRING)
                .startsWith("lost");
    }

    @Test
    void whoAsksBeforeTheLastMessageIsWrittenLosesIt() {
        assertThat(explore(ModelledPlainClient.Way.ASKED_TOO_EARLY).faults)
                .first(STRING)
                .startsWith("lost");
    }

    private static final class Exploration {
        final List<String> faults = new ArrayList<>();
        int states;
        int ends;
    }

    private static Exploration explore(ModelledPlainClient.Way way) {
        Exploration found = new Exploration();
        descend(new ModelledPlainClient(way), way, new ArrayList<>(), new HashSet<>(), found);
        return found;
    }

    /** Explores the first choice with this instance. For each other choice, replays the steps so far on a new one. */
    private static void descend(
            ModelledPlainClient world,
            ModelledPlainClient.Way way,
            List<Integer> path,
            Set<String> seen,
            Exploration found) {
        if (!found.faults.isEmpty() || !seen.add(world.fingerprint())) {
            return;
        }
        found.states++;
        List<String> names = world.choices();
        if (names.isEmpty()) {
            found.ends++;
            report(world.faultAtEnd(), path, found);
        }
        ModelledPlainClient next = world;
        for (int choice = 0; choice < names.size() && found.faults.isEmpty(); choice++) {
            if (choice > 0) {
                next = new ModelledPlainClient(way);
                path.forEach(next::step);
            }
            path.add(choice);
            next.step(choice);
            report(next.fault(), path, found);
            descend(next, way, path, seen, found);
            path.remove(path.size() - 1);
        }
    }

    private static void report(String fault, List<Integer> path, Exploration found) {
        if (!fault.isEmpty()) {
            found.faults.add(fault + " after " + path);
        }
    }
}
