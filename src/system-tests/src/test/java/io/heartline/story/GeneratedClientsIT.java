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
import java.util.stream.Stream;
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
    private static final String SAID = "pushed \\d+; waited stored \\d+, stored \\d+; pending 2; message stored";

    private static Cluster cluster;

    @TempDir
    Path folder;

    private record Ended(int code, String printed) {}

    @BeforeAll
    static void startNode() {
        cluster = aCluster("generated").withNodes(1);
    }

    @AfterAll
    static void endNode() {
        cluster.close();
    }

    /** The users of both programs have the same names: each begins with empty mailboxes. */
    @BeforeEach
    void forget() {
        for (String user : List.of("ada", "ben")) {
            Http.delete(cluster.node(1).url() + "/v1/users/" + user + "/messages");
        }
    }

    @Test
    void typesForTypeScriptCompileAndWork() throws Exception {
        assumeTrue(isInstalled("npm"), "skipped: npm is not here");
        prepare("typescript", "package.json", "package-lock.json", "client.ts");
        assumeInstalled(run("npm", "ci", "--no-audit", "--no-fund"));
        assertSuccess(run("npm", "run", "generate"));
        assertSuccess(run("npm", "run", "build"));

        assertThat(assertSuccess(run("node", "client.js", cluster.node(1).url())))
                .containsPattern(SAID);
    }

    @Test
    void aClientForPythonWorks() throws Exception {
        assumeTrue(isInstalled("python3"), "skipped: Python is not here");
        prepare("python", "requirements.txt", "config.yml", "client.py");
        assumeInstalled(run(
                "python3",
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--no-compile",
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

        assertThat(assertSuccess(run("python3", "client.py", cluster.node(1).url())))
                .containsPattern(SAID);
    }

    private void prepare(String program, String... files) throws IOException {
        for (String file : files) {
            Files.copy(SOURCES.resolve(Path.of(program, file)), folder.resolve(file));
        }
        String description = Http.get(cluster.node(1).url() + "/openapi.json").text();
        Files.writeString(folder.resolve("openapi.json"), description);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
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
        Process process = builder.start();
        if (!process.waitFor(WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
