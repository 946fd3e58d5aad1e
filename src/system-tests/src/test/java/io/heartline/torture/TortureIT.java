package io.heartline.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.testsupport.QuickJvm;
import io.heartline.torture.field.HeartlineJar;
import io.heartline.torture.field.NetworkKind;
import io.heartline.torture.workload.WorkloadConfig.Crowd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A short run of {@code torture.jar torture}: the oldest node hangs until the others remove it and for as long again,
 * another is restarted, the third is killed. The cluster has a secret.
 */
class TortureIT {
    @Test
    void nothingAcceptedIsLostThroughAFewFaults() throws Exception {
        TortureConfig config = new TortureConfig(
                Scenario.FAULTS,
                9_451,
                Duration.ofMinutes(3),
                3,
                new TortureConfig.Cluster(
                        3, NetworkKind.LOOPBACK, HeartlineJar.of(QuickJvm.jar()).with(QuickJvm.options()), true),
                Crowd.of(30, 2),
                30,
                Path.of("target", "torture"));

        Report report = new Torture(config, System.out::println).run();

        assertThat(report.isClean()).as(report.text()).isTrue();
        assertThat(report.result().figures().accepted()).isPositive();
        assertThat(Files.readAllLines(config.directory().resolve("history.ndjson")))
                .as("pushes over the event bus, which needs the secret")
                .anyMatch(line -> line.contains("\"n\":\"bus\",\"fate\":\"STORED\""));
        assertThat(report.result().figures().faults().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(3);
    }
}
