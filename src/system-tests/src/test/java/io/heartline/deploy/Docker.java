package io.heartline.deploy;

import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testcontainers.containers.GenericContainer;

/** The {@code docker} command, and the image of this working tree. */
public final class Docker {
    private static final String IMAGE = "heartline:local";
    private static final Duration BUILD_WITHIN = Duration.ofMinutes(10);
    private static boolean built;

    private Docker() {}

    /**
     * The address at which this machine reaches a container. Its published ports may be reachable from another machine
     * only.
     */
    static String address(GenericContainer<?> container) {
        return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(ContainerNetwork::getIpAddress)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Builds the image of the working tree, once. Uses the host's network, for builders without another route to the
     * internet.
     */
    public static synchronized String image() throws IOException {
        if (!built) {
            run(BUILD_WITHIN, "docker", "buildx", "build", "--network", "host", "--tag", IMAGE, "--load", ".");
            built = true;
        }
        return IMAGE;
    }

    /** The output of a command. Fails if the command fails or takes longer than {@code within}. */
    public static String run(Duration within, String... command) throws IOException {
        return run(within, Map.of(), List.of(command));
    }

    /** The same, with these variables beside the environment of this process. */
    public static String run(Duration within, Map<String, String> environment, List<String> command)
            throws IOException {
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
