package io.heartline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.heartline.session.ModelledSession.Broken;
import io.heartline.session.ModelledSession.Rules;
import io.heartline.user.ReadLimit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Every order in which pushes, hints, commands, answers and acknowledgements can meet, and what goes wrong without a rule.
 */
class SessionModelTest {
    private static final int WINDOW = 2;

    @Test
    void noOrderOfFourPushesWithAHintLostLeavesASessionStuck() {
        Exploration all = explore(new Rules(4, List.of(), 1, 0, 0, true, SessionModelTest::sound));

        assertThat(all.faults).isEmpty();
        assertThat(all.states).isGreaterThan(20_000);
        assertThat(all.ends).isPositive();
    }

    @Test
    void noOrderWithMessagesThatExpireLeavesASessionStuck() {
        Exploration all = explore(new Rules(4, List.of(2, 3), 0, 0, 0, true, SessionModelTest::sound));

        assertThat(all.faults).isEmpty();
        assertThat(all.states).isGreaterThan(20_000);
    }

    @Test
    void noOrderWithAnEntryThatForgetsTheSessionLeavesItStuck() {
        Exploration all = explore(new Rules(3, List.of(), 0, 1, 0, true, SessionModelTest::sound));

        assertThat(all.faults).isEmpty();
        assertThat(all.states).isGreaterThan(5_000);
    }

    @Test
    void noRandomOrderWithALittleOfEverythingLeavesASessionStuck() {
        Rules rules = new Rules(8, List.of(2, 4, 5), 2, 2, 3, true, SessionModelTest::sound);
        for (int seed = 0; seed < 5_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            ModelledSession world = new ModelledSession(rules);
            for (int choices = world.choices(); choices > 0; choices = world.choices()) {
                world.step(random.nextInt(choices));
            }
            world.checkEnd();
        }
    }

    @Test
    void whoForgetsHintsWhileAttachingGetsStuck() {
        Supplier<SendWindow> forgetful = () -> new SendWindow(WINDOW, 1 << 20) {
            @Override
            boolean onHint(long seq) {
                return !isAttaching() && super.onHint(seq);
            }
        };

        assertThat(explore(new Rules(4, List.of(), 0, 0, 0, false, forgetful)).faults)
                .first(STRING)
                .startsWith("stuck");
    }

    @Test
    void whoForgetsHintsWhileAPullIsOutGetsStuck() {
        Supplier<SendWindow> forgetful = () -> new SendWindow(WINDOW, 1 << 20) {
            @Override
            boolean onHint(long seq) {
                return !isPulling() && super.onHint(seq);
            }
        };

        assertThat(explore(new Rules(4, List.of(), 0, 0, 0, false, forgetful)).faults)
                .first(STRING)
                .startsWith("stuck");
    }

    @Test
    void whoNeverAuditsGetsStuckWhenTheLastHintIsLost() {
        assertThat(explore(new Rules(4, List.of(), 0, 0, 0, false, SessionModelTest::sound)).faults)
                .isEmpty();
        assertThat(explore(new Rules(4, List.of(), 1, 0, 0, false, SessionModelTest::sound)).faults)
                .first(STRING)
                .startsWith("stuck");
    }

    @Test
    void whoTakesADifferenceOfSeqsForTheRoomIsJammedByHoles() {
        Supplier<SendWindow> subtracting = () -> new SendWindow(WINDOW, 1 << 20) {
            @Override
            ReadLimit room() {
                long left = WINDOW - (sent() - acked());
                return left <= 0 ? ReadLimit.NONE : new ReadLimit((int) left, 1 << 20);
            }

            @Override
            boolean fits(int bytes) {
                return sent() - acked() < WINDOW;
            }

            @Override
            void follow() {
                // The cursor stays where the client put it.
            }
        };

        assertThat(explore(new Rules(3, List.of(1, 2), 0, 0, 0, true, subtracting)).faults)
                .first(STRING)
                .startsWith("stuck");
    }

    @Test
    void whoPullsAgainFromTheLastMessageWrittenSpinsOnAnExpiredTail() {
        Supplier<SendWindow> spinning = () -> new SendWindow(WINDOW, 1 << 20) {
            @Override
            void pulled(long upTo, long head) {
                super.pulled(sent(), head);
            }
        };

        assertThat(explore(new Rules(2, List.of(2), 0, 0, 0, true, spinning)).faults)
                .first(STRING)
                .startsWith("spins");
    }

    @Test
    void whoWritesWhatComesWithoutLookingWhetherItIsTheNextSkipsMessages() {
        Supplier<SendWindow> careless = () -> new SendWindow(WINDOW, 1 << 20) {
            @Override
            boolean onHint(long seq) {
                super.onHint(seq);
                return seq > sent() && !isAttaching();
            }
        };

        assertThat(explore(new Rules(3, List.of(), 0, 0, 0, true, careless)).faults)
                .first(STRING)
                .startsWith("stuck");
    }

    /** The result of trying all orders, up to the first fault. */
    private static final class Exploration {
        final List<String> faults = new ArrayList<>();
        int states;
        int ends;
    }

    private static Exploration explore(Rules rules) {
        Exploration found = new Exploration();
        Set<String> seen = new HashSet<>();
        List<Integer> path = new ArrayList<>();
        ModelledSession world = new ModelledSession(rules);
        descend(world, rules, path, seen, found);
        return found;
    }

    private static SendWindow sound() {
        return new SendWindow(WINDOW, 1 << 20);
    }

    /** Explores the first choice with this instance. For each other choice, replays the steps so far on a new one. */
    private static void descend(
            ModelledSession world, Rules rules, List<Integer> path, Set<String> seen, Exploration found) {
        if (!found.faults.isEmpty() || !seen.add(world.fingerprint())) {
            return;
        }
        found.states++;
        int choices = world.choices();
        if (choices == 0) {
            found.ends++;
            try {
                world.checkEnd();
            } catch (Broken e) {
                found.faults.add(e.getMessage() + " after " + names(rules, path));
            }
        }
        ModelledSession next = world;
        for (int choice = 0; choice < choices && found.faults.isEmpty(); choice++) {
            if (choice > 0) {
                next = replay(rules, path);
            }
            path.add(choice);
            try {
                next.step(choice);
                descend(next, rules, path, seen, found);
            } catch (Broken e) {
                found.faults.add(e.getMessage() + " after " + names(rules, path));
            }
            path.remove(path.size() - 1);
        }
    }

    private static ModelledSession replay(Rules rules, List<Integer> path) {
        ModelledSession world = new ModelledSession(rules);
        path.forEach(world::step);
        return world;
    }

    private static List<String> names(Rules rules, List<Integer> path) {
        List<String> names = new ArrayList<>();
        ModelledSession world = new ModelledSession(rules);
        for (int choice : path) {
            names.add(world.name(choice));
            try {
                world.step(choice);
            } catch (Broken e) {
                break;
            }
        }
        return names;
    }
}
