package io.heartline.torture;

import io.heartline.torture.check.CheckResult;
import io.heartline.torture.check.Explanation;
import io.heartline.torture.check.Rule;
import io.heartline.torture.check.Violation;
import io.heartline.torture.field.NetworkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a run on one page: the command that repeats it, the machine, the figures, and the violations with their histories.
 *
 * @param history the file that was checked
 */
public record Report(TortureConfig config, CheckResult result, Torture.Course course, Path history) {
    private static final int EXPLAINED_PER_RULE = 2;

    /** True if no violation was found and the cluster recovered from every fault. */
    public boolean isClean() {
        return result.isClean() && course.broken() == null;
    }

    Path file() {
        return config.directory().resolve("report.md");
    }

    void write() throws IOException {
        Files.writeString(file(), text());
    }

    /** The text of the page. */
    public String text() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("# Torture: " + config.scenario().label() + ", seed " + config.seed() + ": "
                + (isClean() ? "nothing found" : "FOUND " + found()));
        lines.add("");
        lines.add("    " + config.command());
        lines.add("");
        lines.add("On %d processors, JDK %s, %s."
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version().feature(),
                        config.cluster().network() == NetworkKind.NAMESPACES
                                ? "each node in a network namespace of its own"
                                : "all nodes on loopback"));
        course.missing().forEach(why -> lines.add("Not possible on this machine: " + why));
        lines.add("");
        result.summary().forEach(line -> lines.add("* " + line));
        if (course.settled() != null) {
            lines.add("* at the end: " + course.settled());
        }
        if (course.broken() != null) {
            lines.add("");
            lines.add("The cluster did not recover: " + course.broken().getMessage());
        }
        for (Violation violation : explained()) {
            lines.add("");
            lines.add("## " + violation.rule());
            lines.add("");
            Explanation.of(history, violation).forEach(line -> lines.add("    " + line));
        }
        return String.join("\n", lines) + "\n";
    }

    /** The first violations of each rule; the others are similar. */
    private List<Violation> explained() {
        Map<Rule, Integer> told = new EnumMap<>(Rule.class);
        return result.violations().stream()
                .filter(violation -> told.merge(violation.rule(), 1, Integer::sum) <= EXPLAINED_PER_RULE)
                .toList();
    }

    private String found() {
        return course.broken() == null
                ? result.counts().toString()
                : result.counts() + ", and the cluster did not recover";
    }
}
