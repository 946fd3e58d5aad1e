package io.heartline.torture.check;

import java.util.List;
import java.util.Map;

/**
 * What came of a run.
 *
 * @param violations of each rule at most a hundred, in the order in which they were found
 * @param counts how many violations there are, of each rule that has any
 * @param excused how many were excused by what was done to the cluster, of each rule that has any
 * @param excuses the times that excuse
 */
public record Verdict(
        List<Violation> violations,
        Map<Rule, Long> counts,
        Map<Rule, Long> excused,
        List<Excuse> excuses,
        Figures figures) {
    private static final int SHOWN = 20;

    /** Nothing was found that the contract forbids. */
    public boolean isClean() {
        return violations.isEmpty();
    }

    /** The figures, a line for each group. */
    public List<String> summary() {
        return List.of(
                "messages: " + figures.accepted() + " accepted, " + figures.refused() + " refused, " + figures.unknown()
                        + " unknown, " + figures.givenUp() + " given up",
                "deliveries: " + figures.deliveries() + ", of them again " + figures.redeliveries() + "; lag "
                        + figures.lag(),
                "connections: " + figures.connections() + "; back after " + figures.reconnection(),
                "sent away by drains: " + figures.drains(),
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
