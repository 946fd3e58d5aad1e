package io.heartline.deploy;

import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.OS;
import org.testcontainers.containers.GenericContainer;

/** The {@code docker} command, and the image of this working tree. */
final class Docker {
    private static final String IMAGE = "heartline:local";
    private static final Duration BUILD_WITHIN = Duration.ofMinutes(10);
    private static boolean built;

    private Docker() {}

    /** Aborts the test where no engine answers, or one whose containers this machine does not reach by their addresses. */
    static void assumeEngine() {
        assumeTrue(OS.LINUX.isCurrentOs(), "skipped: only Linux reaches containers by their addresses");
        try {
            run(Duration.ofSeconds(20), "docker", "info", "--format", "{{.ServerVersion}}");
            run(Duration.ofSeconds(20), "docker", "buildx", "version");
            run(Duration.ofSeconds(20), "docker", "compose", "version");
        } catch (IOException | AssertionError none) {
            abort("skipped: no Docker engine answers here, or its plugins buildx and compose are missing");
        }
    }

    /** Where this machine reaches a container; its published ports may be another's to reach. */
    static String address(GenericContainer<?> container) {
        return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(ContainerNetwork::getIpAddress)
                .findFirst()
                .orElseThrow();
    }

    /** Builds the image as it is now, once; the host's network serves a builder that has no other way out. */
    static synchronized String image() throws IOException {
        if (!built) {
            run(BUILD_WITHIN, "docker", "buildx", "build", "--network", "host", "--tag", IMAGE, "--load", ".");
            built = true;
        }
        return IMAGE;
    }

    /** What a command prints. Fails where it fails, or takes longer. */
    static String run(Duration within, String... command) throws IOException {
        return run(within, Map.of(), List.of(command));
    }

    static String run(Duration within, Map<String, String> environment, List<String> command) throws IOException {
        Path output = Files.createTempFile("docker-", ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
            String said = Files.readString(output, StandardCharsets.UTF_8).strip();
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(String.join(" ", command)
                        + (ended ? " ended with " + process.exitValue() : " did not end") + ":\n" + said);
            }
            return said;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
