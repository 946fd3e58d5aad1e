package io.heartline.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.history.Event;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Histories of a correct server have no violations, and each fault is reported under its rule. */
class CheckerProperties {

    @Property(tries = 1_000)
    void aPerfectServerIsNotBlamed(@ForAll long seed, @ForAll @IntRange(max = 150) int steps) {
        CheckResult result = judged(PerfectRun.of(seed, steps));

        assertThat(result.violations()).as("%s", result).isEmpty();
        assertThat(result.excused()).isEmpty();
    }

    @Property(tries = 1_000)
    void whatIsWrongIsNamed(@ForAll long seed, @ForAll @IntRange(max = 60) int steps, @ForAll Mutation mutation) {
        CheckResult result = judged(mutation.of(PerfectRun.of(seed, steps)));

        assertThat(result.counts()).as("%s: %s", mutation, result).containsKey(mutation.rule);
    }

    private static CheckResult judged(List<Event> history) {
        Checker checker = new Checker(Expectation.strict());
        history.forEach(checker::accept);
        return checker.finish();
    }
}
