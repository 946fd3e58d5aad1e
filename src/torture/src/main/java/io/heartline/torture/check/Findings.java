package io.heartline.torture.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects violations. The first hundred of each rule are kept, all are counted. */
final class Findings {
    private static final int KEPT_PER_RULE = 100;

    private final List<Violation> violations = new ArrayList<>();
    private final Map<Rule, Long> counts = new EnumMap<>(Rule.class);
    private final Map<Rule, Long> excused = new EnumMap<>(Rule.class);

    void report(Violation violation) {
        if (counts.merge(violation.rule(), 1L, Long::sum) <= KEPT_PER_RULE) {
            violations.add(violation);
        }
    }

    /** Counts a violation that the faults excuse. */
    void excuse(Rule rule) {
        excused.merge(rule, 1L, Long::sum);
    }

    List<Violation> violations() {
        return List.copyOf(violations);
    }

    Map<Rule, Long> counts() {
        return new EnumMap<>(counts);
    }

    Map<Rule, Long> excused() {
        return new EnumMap<>(excused);
    }
}
