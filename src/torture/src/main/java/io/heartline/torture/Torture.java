package io.heartline.torture;

import io.heartline.torture.check.CheckResult;
import io.heartline.torture.check.Checker;
import io.heartline.torture.field.Capability;
import io.heartline.torture.field.Field;
import io.heartline.torture.field.FieldConfig;
import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.HistoryFile;
import io.heartline.torture.workload.FinalState;
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
 * One run: starts a cluster, puts load on it, carries out the scenario, waits until nothing is pending, and checks the history.
 *
 * <pre>
 *   start nodes ─ whole and safe ─ run under load ─ check ─ report
 * </pre>
 *
 * Blocks the calling thread. Used once.
 */
public final class Torture {
    /** Additional nodes that join and leave during the run. */
    private static final int SPARES = 1;

    private static final double BUS_SHARE = 0.2;

    private final TortureConfig config;
    private final Consumer<String> out;
    private @Nullable MemberSecret secret;

    /** @param out takes lines about the progress */
    public Torture(TortureConfig config, Consumer<String> out) {
        this.config = config;
        this.out = out;
    }

    /**
     * Runs to the end, or until the cluster does not recover; checks the history in either case.
     *
     * @return the report, which is also written to the directory
     * @throws IOException if the machine does not allow the run; this says nothing about the cluster
     */
    public Report run() throws IOException, InterruptedException {
        Files.createDirectories(config.directory());
        secret = config.cluster().secret() ? MemberSecret.make(config.directory()) : null;
        Path history = config.directory().resolve("history.ndjson");
        out.accept("again with: " + config.command());
        Course course;
        try (HistoryFile recorder = new HistoryFile(history);
                Field field = Field.open(fieldConfig(), recorder)) {
            course = run(field, recorder);
        }
        CheckResult result = Checker.judge(
                history, config.scenario().expectation(config.cluster().nodes()));
        Report report = new Report(config, result, course, history);
        report.write();
        return report;
    }

    /**
     * The course of the run.
     *
     * @param broken the reason for an early end; null if there is none
     * @param settled the state at the end; null if the nodes did not start
     * @param missing the faults that this machine does not allow, with the reasons
     */
    record Course(@Nullable NotWhole broken, @Nullable FinalState settled, List<String> missing) {}

    private FieldConfig fieldConfig() {
        List<String> serve =
                new ArrayList<>(config.scenario().serve(config.cluster().nodes()));
        serve.add("--cluster-name=" + clusterName());
        if (secret != null) {
            serve.addAll(secret.serve());
        }
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
        List<String> missing = Arrays.stream(Capability.values())
                .flatMap(ability -> field.missing(ability).stream().map(why -> ability + ": " + why))
                .toList();
        missing.forEach(why -> out.accept("not possible on this machine: " + why));
        try {
            field.startAll();
        } catch (NotWhole broken) {
            return new Course(broken, null, missing);
        }
        out.accept(field.sites().size() + " nodes run as one safe cluster");
        RunUnderLoad load = new RunUnderLoad(workload(field), field.sites(), recorder, out);
        RunUnderLoad.Result result =
                load.run(() -> config.scenario().carryOut(config, field, new LoggingRecorder(recorder, out)));
        return new Course(result.broken(), result.settled(), missing);
    }

    private WorkloadConfig workload(Field field) {
        return WorkloadConfig.of(config.seed())
                .with(config.crowd())
                .with(WorkloadConfig.Pushes.of(config.rate()))
                .with(new WorkloadConfig.Bus(clusterName(), field.clientHost(), BUS_SHARE, secret));
    }
}
