package io.heartline.torture;

import io.heartline.torture.check.Checker;
import io.heartline.torture.check.Verdict;
import io.heartline.torture.field.Ability;
import io.heartline.torture.field.Field;
import io.heartline.torture.field.FieldConfig;
import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.HistoryFile;
import io.heartline.torture.workload.Settled;
import io.heartline.torture.workload.WorkloadConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run: starts a cluster, puts load on it, carries the scenario out, lets all come to rest, and judges the history.
 *
 * <pre>
 *   field ─ whole ─ round ─ judged ─ reported
 * </pre>
 *
 * Blocks; for one thread.
 */
public final class Torture {
    /** Joins, leaves and joins again while others are broken. */
    private static final int SPARES = 1;

    private static final double BUS_SHARE = 0.2;

    private final TortureConfig config;
    private final Consumer<String> out;

    /** @param out is told what happens, line by line */
    public Torture(TortureConfig config, Consumer<String> out) {
        this.config = config;
        this.out = out;
    }

    /**
     * Runs to the end, or until the cluster is found broken for good; judges in either case.
     *
     * @return what came of it; the report lies in the directory
     * @throws IOException the machine does not let the run take place; it says nothing about the cluster
     */
    public Report run() throws IOException, InterruptedException {
        Files.createDirectories(config.directory());
        Path history = config.directory().resolve("history.ndjson");
        out.accept("again with: " + config.command());
        Course course;
        try (HistoryFile recorder = new HistoryFile(history);
                Field field = Field.open(fieldConfig(), recorder)) {
            course = run(field, recorder);
        }
        Verdict verdict = Checker.judge(history, config.scenario().expectation(config.cluster().nodes()));
        Report report = new Report(config, verdict, course, history);
        report.write();
        return report;
    }

    /**
     * How the run itself went.
     *
     * @param broken why it ended early; null where it did not
     * @param settled null where it did not come to that
     * @param missing what could not be done on this machine, and why
     */
    record Course(@Nullable NotWhole broken, @Nullable Settled settled, List<String> missing) {}

    private FieldConfig fieldConfig() {
        List<String> serve = new ArrayList<>(config.scenario().serve(config.cluster().nodes()));
        serve.add("--cluster-name=" + clusterName());
        FieldConfig.Launch launch = FieldConfig.Launch.of(config.cluster().jar(), serve);
        return new FieldConfig(
                config.cluster().nodes(),
                SPARES,
                config.cluster().network(),
                config.directory(),
                config.scenario() == Scenario.FAULTS ? launch.withClocks() : launch);
    }

    private String clusterName() {
        return "torture-" + ProcessHandle.current().pid();
    }

    private Course run(Field field, HistoryFile recorder) throws IOException, InterruptedException {
        List<String> missing = Arrays.stream(Ability.values())
                .flatMap(ability -> field.missing(ability).stream().map(why -> ability + ": " + why))
                .toList();
        missing.forEach(why -> out.accept("not on this machine: " + why));
        try {
            field.startAll();
        } catch (NotWhole broken) {
            return new Course(broken, null, missing);
        }
        out.accept(field.sites().size() + " nodes are whole and safe");
        Round round = new Round(load(field), field.sites(), recorder, out);
        Round.Course course =
                round.play(() -> config.scenario().carryOut(config, field, new Commentary(recorder, out)));
        return new Course(course.broken(), course.settled(), missing);
    }

    private WorkloadConfig load(Field field) {
        return WorkloadConfig.of(config.seed())
                .with(config.crowd())
                .with(WorkloadConfig.Pushes.of(config.rate()))
                .with(new WorkloadConfig.Bus(clusterName(), field.clientHost(), BUS_SHARE));
    }
}
