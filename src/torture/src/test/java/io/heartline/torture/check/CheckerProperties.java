package io.heartline.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A server that does everything right is never blamed, and whatever it does wrong has its name. */
class CheckerProperties {

    @Property(tries = 1_000)
    void aPerfectServerIsNotBlamed(@ForAll long seed, @ForAll @IntRange(max = 150) int steps) {
        Verdict verdict = judged(PerfectRun.of(seed, steps));

        assertThat(verdict.violations()).as("%s", verdict).isEmpty();
        assertThat(verdict.excused()).isEmpty();
    }

    @Property(tries = 1_000)
    void whatIsWrongIsNamed(@ForAll long seed, @ForAll @IntRange(max = 60) int steps, @ForAll Mutation mutation) {
        Verdict verdict = judged(mutation.of(PerfectRun.of(seed, steps)));

        assertThat(verdict.counts()).as("%s: %s", mutation, verdict).containsKey(mutation.rule);
    }

    private static Verdict judged(List<Event> history) {
        Checker checker = new Checker(Expectation.strict());
        history.forEach(checker::accept);
        return checker.finish();
    }
}
