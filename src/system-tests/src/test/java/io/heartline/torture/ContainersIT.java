package io.heartline.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.deploy.Docker;
import io.heartline.deploy.NeedsDocker;
import io.heartline.torture.check.CheckResult;
import io.heartline.torture.check.Checker;
import io.heartline.torture.check.Expectation;
import io.heartline.torture.field.ContainerField;
import io.heartline.torture.field.ContainerField.Launch;
import io.heartline.torture.field.Field;
import io.heartline.torture.history.HistoryFile;
import io.heartline.torture.nemesis.Fault;
import io.heartline.torture.nemesis.FaultPlan.Step;
import io.heartline.torture.nemesis.Nemesis;
import io.heartline.torture.nemesis.NetworkFault.Isolate;
import io.heartline.torture.nemesis.ProcessFault.Hang;
import io.heartline.torture.nemesis.ProcessFault.Kill;
import io.heartline.torture.nemesis.ProcessFault.RollingRestart;
import io.heartline.torture.workload.WorkloadConfig;
import io.heartline.torture.workload.WorkloadConfig.Bus;
import io.heartline.torture.workload.WorkloadConfig.Crowd;
import io.heartline.torture.workload.WorkloadConfig.Pushes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A cluster of containers of the real image, locked down as in production; users on all of them; a service outside that
 * pushes over HTTP and the event bus. Containers are killed, paused, taken off the network, stopped and replaced, and the
 * history shows if any accepted message was lost.
 */
@NeedsDocker
class ContainersIT {
    private static final long SEED = 511;
    private static final String CLUSTER = "containers";
    private static final long HEARTBEAT_MILLIS = 5_000;
    private static final Duration QUIET = Duration.ofSeconds(2);

    private static String image = "";

    @BeforeAll
    static void build() throws Exception {
        image = Docker.image();
    }

    private static List<String> serve() {
        return List.of(
                "--cluster-name=" + CLUSTER,
                "--min-nodes=2",
                "--heartbeat-millis=" + HEARTBEAT_MILLIS,
                "--ack-within-millis=20000");
    }

    private static WorkloadConfig load(Field field) {
        return WorkloadConfig.of(SEED)
                .with(Crowd.of(40, 2))
                .with(Pushes.of(40))
                .with(new Bus(CLUSTER, field.clientHost(), 0.3));
    }

    @Test
    void containersThatAreKilledPausedCutOffStoppedAndReplacedLoseNothing() throws Exception {
        Fault[] faults = {
            new Kill(List.of("node-1"), Duration.ofSeconds(4)),
            new Hang("node-3", Duration.ofSeconds(15)),
            new Isolate("node-1", true, Duration.ofSeconds(15)),
            new RollingRestart(List.of("node-1", "node-2", "node-3"))
        };
        List<Step> steps =
                Stream.of(faults).map(fault -> new Step(QUIET, fault)).toList();
        Path directory = Files.createDirectories(Path.of("target", "containers"));
        Path history = directory.resolve("history.ndjson");
        RunUnderLoad.Result course;
        try (HistoryFile recorder = new HistoryFile(history);
                Field field = ContainerField.open(3, 0, new Launch(image, serve(), null), recorder)) {
            field.startAll();
            course = new RunUnderLoad(load(field), field.sites(), recorder, System.out::println)
                    .run(() -> new Nemesis(field, steps, recorder).run(Nemesis.Until.faults(faults.length)));
        }

        CheckResult verdict = Checker.judge(history, Expectation.strict().heartbeatMillis(HEARTBEAT_MILLIS));

        assertThat(course.broken()).isNull();
        assertThat(course.settled().isClean()).as(course.settled().toString()).isTrue();
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(verdict.figures().accepted()).isGreaterThan(1_000);
        assertThat(verdict.figures().faults().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(faults.length);
    }
}
