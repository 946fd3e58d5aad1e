package io.heartline.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.deploy.Docker;
import io.heartline.deploy.NeedsDocker;
import io.heartline.testsupport.Ports;
import io.heartline.torture.Await;
import io.heartline.torture.RunUnderLoad;
import io.heartline.torture.Site;
import io.heartline.torture.check.CheckResult;
import io.heartline.torture.check.Checker;
import io.heartline.torture.check.Expectation;
import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.HistoryFile;
import io.heartline.torture.history.Recorder;
import io.heartline.torture.workload.WorkloadConfig;
import io.heartline.torture.workload.WorkloadConfig.Crowd;
import io.heartline.torture.workload.WorkloadConfig.Pushes;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The Compose file, with quick JVMs: started, a node killed, scaled up and down, all through its balancer, under load; and the
 * history shows if any accepted message was lost.
 */
@NeedsDocker
class ComposeIT {
    private static final String PROJECT = "heartline-it";
    private static final Duration UP_WITHIN = Duration.ofMinutes(4);
    private static final Duration WHOLE_WITHIN = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** The nodes run for seconds, in which the optimizing compiler would cost more than it saves. */
    private static final Path QUICK_JVM = Path.of("target", "compose", "quick-jvm.yml");

    private static int port;
    private static int statusPort;
    private static boolean up;

    @BeforeAll
    static void build() throws Exception {
        Docker.image();
        Files.createDirectories(QUICK_JVM.getParent());
        Files.writeString(
                QUICK_JVM, "{services: {node: {environment: {JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1'}}}}");
        port = Ports.free();
        statusPort = Ports.free();
    }

    @AfterAll
    static void down() throws Exception {
        if (up) {
            compose("down", "--volumes", "--timeout", "1");
        }
    }

    private static String compose(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker", "compose", "--project-name", PROJECT));
        command.addAll(List.of("--file", "docker-compose.yml", "--file", QUICK_JVM.toString()));
        command.addAll(List.of(arguments));
        Map<String, String> ports =
                Map.of("HEARTLINE_PORT", Integer.toString(port), "BALANCER_STATUS_PORT", Integer.toString(statusPort));
        up = true;
        return Docker.run(UP_WITHIN, ports, command);
    }

    @Test
    void aNodeThatIsKilledAndNodesThatComeAndGoLoseNothing() throws Exception {
        Path history = Path.of("target", "compose", "history.ndjson");
        Site balancer = new Site("balancer", "127.0.0.1", port, 0);
        WorkloadConfig load =
                WorkloadConfig.of(512).with(Crowd.of(30, 2)).with(Pushes.of(30)).with((WorkloadConfig.Bus) null);
        RunUnderLoad.Result course;
        try (HistoryFile recorder = new HistoryFile(history)) {
            compose("up", "--detach", "--wait");
            List.of(1, 2, 3).forEach(n -> ready(recorder, n));
            awaitWhole(3);
            course =
                    new RunUnderLoad(load, List.of(balancer), recorder, System.out::println).run(() -> scene(recorder));
        }

        CheckResult verdict = Checker.judge(history, Expectation.strict());

        assertThat(course.broken()).isNull();
        assertThat(course.settled().isClean()).as(course.settled().toString()).isTrue();
        assertThat(verdict.isClean()).as(verdict.toString()).isTrue();
        assertThat(verdict.figures().accepted()).isGreaterThan(500);
    }

    private static void scene(Recorder recorder) throws IOException, NotWhole, InterruptedException {
        lost(recorder, 2, "killed");
        Docker.run(UP_WITHIN, "docker", "kill", "--signal", "KILL", PROJECT + "-node-2");
        awaitWhole(2);
        compose("up", "--detach", "--wait");
        ready(recorder, 2);
        awaitWhole(3);

        compose("up", "--detach", "--wait", "--scale", "node=5");
        ready(recorder, 4);
        ready(recorder, 5);
        awaitWhole(5);
        lost(recorder, 1, "killed");
        Docker.run(UP_WITHIN, "docker", "kill", "--signal", "KILL", PROJECT + "-node-1");
        awaitWhole(4);

        lost(recorder, 5, "terminated");
        Docker.run(UP_WITHIN, "docker", "stop", PROJECT + "-node-5");
        assertThat(Docker.run(UP_WITHIN, "docker", "inspect", "--format", "{{.State.ExitCode}}", PROJECT + "-node-5"))
                .isEqualTo("0");
        awaitWhole(3);
    }

    /** Waits until a node behind the balancer sees this number of nodes and all entries have their replicas. */
    private static void awaitWhole(int nodes) throws IOException, NotWhole, InterruptedException {
        if (!Await.until(WHOLE_WITHIN, PAUSE, () -> isWhole(nodes))) {
            throw new NotWhole("not whole with " + nodes + " nodes", List.of(compose("ps"), compose("logs")));
        }
    }

    private static boolean isWhole(int nodes) throws InterruptedException {
        URI cluster = URI.create("http://127.0.0.1:" + port + "/v1/cluster");
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(cluster)
                            .timeout(Duration.ofSeconds(5))
                            .build(),
                    BodyHandlers.ofString());
            JsonObject seen = new JsonObject(answer.statusCode() == 200 ? answer.body() : "{\"nodes\":[]}");
            return seen.getJsonArray("nodes").size() == nodes && seen.getBoolean("safe", false);
        } catch (IOException notNow) {
            return false;
        }
    }

    private static void ready(Recorder recorder, int node) {
        recorder.record(new Event.NodeStarted(recorder.now(), "node-" + node, 0));
        recorder.record(new Event.NodeReady(recorder.now(), "node-" + node, ""));
    }

    private static void lost(Recorder recorder, int node, String how) {
        recorder.record(new Event.NodeLost(recorder.now(), "node-" + node, how));
    }
}
