package io.heartline.user;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** The steps before a split, on each of its three sides, and after each of the two merges. */
record History(List<Step> before, List<List<Step>> apart, List<Step> between, List<Step> after) {

    static Arbitrary<History> any() {
        Arbitrary<List<Step>> side = Arbitraries.frequencyOf(Tuple.of(3, Step.some(15)), Tuple.of(2, quiet()));
        return Combinators.combine(Step.some(20), side.list().ofSize(3), Step.some(12), Step.some(12))
                .as(History::new);
    }

    /** Histories in which the last step of every side assigns a seq, if its mailbox is not full. */
    static Arbitrary<History> clashing() {
        Step push = new Step(Step.Kind.PUSH, 1, 0, 3);
        return any().map(history -> new History(
                history.before,
                history.apart.stream().map(steps -> with(steps, push)).toList(),
                history.between,
                history.after));
    }

    /** The three sides before the first merge. */
    List<Side> split() {
        Side one = new Side("a").lives(before);
        List<Side> sides = List.of(one, new Side("b", one), new Side("c", one));
        for (int i = 0; i < sides.size(); i++) {
            sides.get(i).lives(apart.get(i));
        }
        return sides;
    }

    /** A side on which nobody pushes. */
    private static Arbitrary<List<Step>> quiet() {
        return Step.any()
                .filter(step -> step.kind() != Step.Kind.PUSH && step.kind() != Step.Kind.REPEAT)
                .list()
                .ofMaxSize(10);
    }

    private static List<Step> with(List<Step> steps, Step last) {
        List<Step> more = new ArrayList<>(steps);
        more.add(last);
        return more;
    }
}
