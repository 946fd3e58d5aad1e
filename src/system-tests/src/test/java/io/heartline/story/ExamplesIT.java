package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples do what they say, as processes of their own. */
class ExamplesIT {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir
    Path folder;

    @Test
    void aServiceThatJoinsAsALiteMemberPushesOverTheEventBus() throws Exception {
        try (Cluster cluster = aCluster("example").withNodes(2);
                Client alice = Client.of("alice", "phone").connect(cluster.node(2))) {
            compile("examples/publisher/src/main/java/com/example/publisher/Publisher.java");

            String output = run(
                    "-cp",
                    folder + ":" + System.getProperty("java.class.path"),
                    "com.example.publisher.Publisher",
                    cluster.name(),
                    cluster.member(1),
                    "alice");

            assertThat(output).contains("\"state\":\"stored\"");
            alice.awaitMessages(1);
            assertThat(alice.bodies()).containsExactly("{\"text\":\"hello from a service\"}");
            // The guest held no data, so its leaving is nobody's loss.
            cluster.awaitSize(2);
        }
    }

    @Test
    void theClientInOneFilePrintsAndAcknowledgesWhatComes() throws Exception {
        try (Cluster cluster = aCluster("watch").withNodes(1)) {
            Path printed = folder.resolve("printed");
            Process watch = new ProcessBuilder(
                            JAVA.toString(),
                            "examples/Watch.java",
                            cluster.node(1).url().replaceFirst("^http", "ws") + "/v1/connect",
                            "alice")
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            try {
                eventually("it is welcome", Duration.ofSeconds(30), () -> Files.readString(printed)
                        .contains("\"t\":\"welcome\""));
                Http.Answer acked = Http.post(
                        cluster.node(1).url() + "/v1/push",
                        "{\"user\":\"alice\",\"body\":{\"hello\":\"world\"},\"wait\":\"acked\",\"waitMillis\":10000}");

                assertThat(acked.status()).isEqualTo(200);
                assertThat(Files.readString(printed)).contains("{\"hello\":\"world\"}");
            } finally {
                watch.destroyForcibly();
            }
        }
    }

    @Test
    void theNotebookOfTheJavaClientGoesOnWhereItWas() throws Exception {
        try (Cluster cluster = aCluster("notebook").withNodes(1)) {
            String first = notebook(cluster, "message 1: {\"hello\":\"alice\"}");
            assertThat(first).contains("pushed: Stored[user=alice", "Online[user=alice");
            String second = notebook(cluster, "message 2: {\"hello\":\"alice\"}");
            assertThat(second).doesNotContain("message 1", "reload");
        }
    }

    /** Runs it until it says so, and ends it as Ctrl-C does. */
    private String notebook(Cluster cluster, String until) throws Exception {
        Path printed = folder.resolve("notebook");
        Process notebook = new ProcessBuilder(
                        JAVA.toString(),
                        "-cp",
                        System.getProperty("heartline.jar", "target/heartline.jar"),
                        "examples/client/Notebook.java",
                        "alice",
                        folder.resolve("alice.json").toString(),
                        cluster.node(1).url())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            eventually("it says " + until, Duration.ofSeconds(60), () -> Files.readString(printed)
                    .contains(until));
            notebook.destroy();
            assertThat(notebook.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(printed)).contains("Stopped[why=Asked[]]");
            return Files.readString(printed);
        } finally {
            notebook.destroyForcibly();
        }
    }

    private void compile(String source) {
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", folder.toString(), "-cp", System.getProperty("java.class.path"), source);
        assertThat(failed).as(source + " compiles").isZero();
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(JAVA.toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
        return Files.readString(output);
    }
}
