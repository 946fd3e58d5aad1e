package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that other people's generators make of {@code /openapi.json}: each pushes, waits and looks up at a real node.
 * Skipped if npm or Python is missing, or if a generator can't be installed.
 */
class GeneratedClientsIT {
    private static final Path SOURCES = Path.of("src", "system-tests", "src", "generated");
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private static Cluster cluster;
    private static Client ada;

    @TempDir
    Path folder;

    private record Ended(int code, String printed) {}

    @BeforeAll
    static void startNode() {
        cluster = aCluster("generated").withNodes(1);
        ada = Client.of("ada", "phone").connect(cluster.node(1));
    }

    /** The start may have failed before either was there. */
    @AfterAll
    static void endNode() {
        try {
            if (ada != null) {
                ada.close();
            }
        } finally {
            if (cluster != null) {
                cluster.close();
            }
        }
    }

    /** The absent user of both programs has the same name: each program begins with an empty mailbox. */
    @BeforeEach
    void clear() {
        assertThat(Http.delete(cluster.node(1).url() + "/v1/users/ben/messages").status())
                .isEqualTo(204);
    }

    @Test
    void aClientInTypeScriptPushesWaitsAndLooksUp() throws Exception {
        copy("typescript", "package.json", "package-lock.json", "client.ts");
        assumeInstalled(run("npm", "ci", "--no-audit", "--no-fund"));
        assertSuccess(run("npm", "run", "build"));

        assertWorks("node", "client.js");
    }

    @Test
    void aClientInPythonPushesWaitsAndLooksUp() throws Exception {
        copy("python", "requirements.txt", "config.yml", "client.py");
        assumeInstalled(run(
                "python3",
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-compile",
                "--no-deps",
                "--target=lib",
                "--requirement=requirements.txt"));
        assertSuccess(run(
                "python3",
                "-m",
                "openapi_python_client",
                "generate",
                "--path=openapi.json",
                "--config=config.yml",
                "--meta=none",
                "--output-path=heartline_client"));

        assertWorks("python3", "client.py");
    }

    private void copy(String program, String... files) throws IOException {
        for (String file : files) {
            Files.copy(SOURCES.resolve(Path.of(program, file)), folder.resolve(file));
        }
        Http.Answer description = Http.get(cluster.node(1).url() + "/openapi.json");
        assertThat(description.status()).isEqualTo(200);
        Files.writeString(folder.resolve("openapi.json"), description.text());
    }

    private void assertWorks(String language, String program) throws Exception {
        assertThat(assertSuccess(run(language, program, cluster.node(1).url())).lines())
                .containsExactly(
                        "pushed: stored",
                        "waited: acked",
                        "to two: stored, stored",
                        "refused: 400 BAD_REQUEST user",
                        "ben: 2 pending",
                        "message: acked");
    }

    private static void assumeInstalled(Ended install) {
        assumeTrue(install.code() == 0, () -> "skipped: a generator can't be installed:\n" + install.printed());
    }

    private static String assertSuccess(Ended ended) {
        assertThat(ended.code()).as(ended.printed()).isZero();
        return ended.printed();
    }

    private Ended run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("PYTHONPATH", folder.resolve("lib").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process;
        try {
            process = builder.start();
        } catch (IOException notHere) {
            return new Ended(-1, notHere.getMessage());
        }
        if (!process.waitFor(WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
