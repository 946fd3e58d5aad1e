package io.heartline.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heartline.testsupport.QuickJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JavaScript client: its own checks, and real browsers against real nodes. Skipped without Node or Chromium.
 */
class JavaScriptIT {
    private static final Path CLIENT = Path.of("src", "client-js");
    private static final Duration WITHIN = Duration.ofMinutes(15);
    private static final int OLDEST_NODE = 20;

    private static boolean installed;

    @TempDir
    static Path folder;

    /** Runs before each test, so that each test is reported as skipped. */
    @BeforeEach
    void install() throws Exception {
        assumeTrue(nodeVersion() >= OLDEST_NODE, "skipped: Node.js " + OLDEST_NODE + " or newer is not here");
        if (!installed) {
            run("npm", "ci", "--no-audit", "--no-fund");
            installed = true;
        }
    }

    @Test
    void theClientKeepsItsRulesItsTypesAndItsSize() throws Exception {
        run("npm", "run", "check");
    }

    @Test
    void thePackageWorksWhereItIsInstalledFromItsTarball() throws Exception {
        run("npm", "run", "try-package");
    }

    @Test
    void pagesKeepTheirPromisesInARealBrowser() throws Exception {
        assumeTrue(Files.isExecutable(chromium()), "skipped: there is no Chromium at " + chromium());
        run("npm", "run", "e2e");
    }

    private static Path chromium() {
        return Path.of(System.getenv().getOrDefault("CHROMIUM", "/usr/bin/chromium"));
    }

    private static int nodeVersion() throws IOException, InterruptedException {
        boolean here = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "node")));
        return here
                ? Integer.parseInt(run("node", "--print", "process.versions.node.split('.')[0]")
                        .strip())
                : 0;
    }

    /** Runs a program in the client's folder, with nodes on the Java of this test; answers what it printed. */
    private static String run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .directory(CLIENT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("NODE_JVM", "-XX:+UseSerialGC " + String.join(" ", QuickJvm.options()));
        Process process = builder.start();
        boolean ended = process.waitFor(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended)
                .as("%s ended. It printed:%n%s", List.of(command), printed)
                .isTrue();
        assertThat(process.exitValue())
                .as("%s printed:%n%s", List.of(command), printed)
                .isZero();
        return printed;
    }
}
