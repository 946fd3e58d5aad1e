package io.heartline.torture.check;

import java.util.List;
import java.util.Map;

/**
 * The result of checking a history.
 *
 * @param violations at most a hundred of each rule, in the order of detection
 * @param counts the number of violations by rule
 * @param excused the number of excused violations by rule
 * @param excuses the times in which faults excuse violations
 */
public record CheckResult(
        List<Violation> violations,
        Map<Rule, Long> counts,
        Map<Rule, Long> excused,
        List<Excuse> excuses,
        Figures figures) {
    private static final int SHOWN = 20;

    /** True if there are no violations. */
    public boolean isClean() {
        return violations.isEmpty();
    }

    /** The figures, one line for each group. */
    public List<String> summary() {
        return List.of(
                "messages: " + figures.accepted() + " accepted, " + figures.refused() + " refused, " + figures.unknown()
                        + " unknown, " + figures.givenUp() + " given up",
                "deliveries: " + figures.deliveries() + ", redeliveries of them " + figures.redeliveries() + "; lag "
                        + figures.lag(),
                "connections: " + figures.connections() + "; reconnected after " + figures.reconnection(),
                "reconnects after drains: " + figures.drains(),
                "faults: " + figures.faults() + "; epochs changed " + figures.epochsChanged()
                        + "; worst presence delay " + figures.worstPresenceMillis() + " ms",
                "excuses: " + excuses.size() + (excused.isEmpty() ? ", none used" : ", used for " + excused));
    }

    /** The summary, then the violations. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.join("\n", summary())).append('\n');
        if (isClean()) {
            return text.append("violations: none").toString();
        }
        text.append("violations: ").append(counts);
        violations.stream().limit(SHOWN).forEach(violation -> text.append("\n  ")
                .append(violation));
        return violations.size() <= SHOWN
                ? text.toString()
                : text.append("\n  …").toString();
    }
}
