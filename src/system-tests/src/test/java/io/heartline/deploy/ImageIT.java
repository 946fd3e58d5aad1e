package io.heartline.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import io.heartline.torture.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * Builds the image and runs it alone, as a pod of the local overlay. It must answer the probes and hooks of the manifests.
 */
@NeedsDocker
class ImageIT {
    private static final Duration DOCKER_WITHIN = Duration.ofSeconds(30);
    private static final Duration HEALTHY_WITHIN = Duration.ofMinutes(1);
    private static final int HTTP = 8080;
    private static final long SMALL = 350_000_000;
    private static final long SMALL_LAYER = 4_000_000;
    private static final int GRACE_SECONDS = 60;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static Rendered overlay = new Rendered(List.of());
    private static String image = "";
    private static @Nullable GenericContainer<?> started;

    /** Runs before each test, so that each test is reported as skipped if no program can render the overlay. */
    @BeforeEach
    void startNode() throws Exception {
        overlay = Rendered.overlay("k8s/overlays/local");
        if (started == null) {
            image = Docker.image();
            started = container();
            started.start();
        }
    }

    @AfterAll
    static void stopNode() {
        if (started != null) {
            started.stop();
        }
    }

    private static GenericContainer<?> node() {
        return Objects.requireNonNull(started, "the node is started before the first test");
    }

    private static GenericContainer<?> container() {
        Map<String, String> environment = new HashMap<>(overlay.environment());
        environment.remove("HEARTLINE_JOIN_DNS");
        environment.put("HEARTLINE_MIN_NODES", "1");
        environment.put("HEARTLINE_CLUSTER_HOST", "127.0.0.1");
        return new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(name -> false)
                .withEnv(environment)
                .waitingFor(Wait.forLogMessage(".* serves at .*\\n", 1))
                .withCreateContainerCmdModifier(create -> create.withUser("10001:10001")
                        .withHostConfig(Objects.requireNonNull(create.getHostConfig(), "host config")
                                .withReadonlyRootfs(true)
                                .withCapDrop(Capability.ALL)
                                .withSecurityOpts(List.of("no-new-privileges:true"))
                                .withMemory(memory())));
    }

    private static long memory() {
        String limit = overlay.container().at("resources", "limits", "memory").text();
        return Long.parseLong(limit.replace("Mi", "")) << 20;
    }

    @Test
    void allProbesAnswer() throws Exception {
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            String path = overlay.container().at(probe, "httpGet", "path").text();
            URI uri = URI.create("http://" + Docker.address(node()) + ":" + HTTP + path);
            int status = CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .statusCode();

            assertThat(status).as(probe).isEqualTo(200);
        }
    }

    @Test
    void theHookBeforeItsEndSucceeds() throws Exception {
        List<String> hook = overlay.container()
                .at("lifecycle", "preStop", "exec", "command")
                .texts();

        ExecResult result = node().execInContainer(hook.toArray(String[]::new));

        assertThat(result.getExitCode()).as(result.toString()).isZero();
    }

    @Test
    void itsOwnHealthCheckHolds() throws Exception {
        assertThat(Await.until(HEALTHY_WITHIN, node()::isHealthy)).isTrue();
    }

    @Test
    void whatItIsToldOfItsEndReachesIt() {
        try (GenericContainer<?> ending = container()) {
            ending.start();
            DockerClient docker = DockerClientFactory.instance().client();

            docker.stopContainerCmd(ending.getContainerId())
                    .withTimeout(GRACE_SECONDS)
                    .exec();

            assertThat(docker.inspectContainerCmd(ending.getContainerId())
                            .exec()
                            .getState()
                            .getExitCodeLong())
                    .as(ending.getLogs())
                    .isZero();
        }
    }

    @Test
    void itIsSmall() throws Exception {
        String size = Docker.run(DOCKER_WITHIN, "docker", "image", "inspect", "--format", "{{.Size}}", image);

        assertThat(Long.parseLong(size)).isLessThan(SMALL);
    }

    @Test
    void aChangeOfCodeMakesOneSmallLayer() throws Exception {
        List<Long> layers = Docker.run(
                        DOCKER_WITHIN, "docker", "history", "--human=false", "--format", "{{.Size}}", image)
                .lines()
                .map(Long::parseLong)
                .filter(size -> size > 0)
                .toList();

        // Youngest first: our classes, then libraries with their archive.
        assertThat(layers.get(0)).isLessThan(SMALL_LAYER);
        assertThat(layers.get(1)).isGreaterThan(SMALL_LAYER);
    }
}
