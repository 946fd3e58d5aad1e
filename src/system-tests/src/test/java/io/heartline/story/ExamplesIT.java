package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.trust.ClusterSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the examples as processes of their own. The Maven projects were built before the tests, in copies and
 * with a repository of their own ({@code maven-invoker-plugin} in the pom); here their commands run as their Javadoc prints
 * them.
 */
class ExamplesIT {
    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
    private static final Path BUILT = Path.of("target", "examples").toAbsolutePath();
    private static final Pattern COMMAND =
            Pattern.compile("^ \\* (mvn -q compile exec:java -Dexec.args=\")([^\"]*)(\")$", Pattern.MULTILINE);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void theClientDependsOnNeitherHazelcastNorLogback() throws Exception {
        assertThat(dependencyTree("client"))
                .contains("io.heartline:heartline-client:jar", "io.vertx:vertx-core:jar")
                .doesNotContainIgnoringCase("hazelcast")
                .doesNotContainIgnoringCase("logback")
                .doesNotContainIgnoringCase("picocli")
                .doesNotContain(":test");
    }

    @Test
    void thePublisherNeedsTheClusterManagerBesidesTheClient() throws Exception {
        assertThat(dependencyTree("publisher"))
                .contains("io.heartline:heartline-client:jar", "io.vertx:vertx-hazelcast:jar")
                .doesNotContain("io.heartline:heartline-server")
                .doesNotContainIgnoringCase("logback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client", "publisher"})
    void anApplicationGetsTheNettyThatTheServerHas(String example) throws Exception {
        Matcher version =
                Pattern.compile("<netty.version>(.+)</netty.version>").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();

        assertThat(dependencyTree(example).lines().filter(line -> line.contains("io.netty:")))
                .hasSizeGreaterThan(8)
                .allSatisfy(line -> assertThat(line).contains(":jar:" + version.group(1) + ":"));
    }

    /**
     * Prints the dependency tree to the log, on lines of its own, so that parsers of this process's output are not
     * disturbed.
     */
    private static String dependencyTree(String example) throws IOException {
        Path tree = BUILT.resolve(Path.of("projects", example, "target", "dependency-tree.txt"));
        String printed = Files.readString(tree);
        System.out.println(printed);
        return printed;
    }

    @Test
    void aServiceThatJoinsAsALiteMemberPushesOverTheEventBus() throws Exception {
        Path secret = Files.writeString(folder.resolve("cluster.secret"), "a secret of at least thirty-two bytes\n");
        try (Cluster cluster =
                        aCluster("example").with("--cluster-secret=" + secret).withNodes(2);
                Client alice = Client.of("alice", "phone").connect(cluster.node(2))) {
            Path printed = folder.resolve("publisher");
            Process service = start(
                    "publisher",
                    "publisher/Greeting.java",
                    printed,
                    "demo-5701 127.0.0.1:5701 alice",
                    cluster.name() + " " + cluster.member(1) + " alice " + secret);
            if (!service.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                service.destroyForcibly();
            }

            assertThat(service.waitFor()).as(Files.readString(printed)).isZero();
            assertThat(Files.readString(printed)).contains("Answered[id=", "Stored[user=alice");
            alice.awaitMessages(1);
            assertThat(alice.bodies()).containsExactly("{\"text\":\"hello from a service\"}");
            assertThat(Files.readString(Path.of("target", "story-logs", "example", "node-1-start-1.log")))
                    .contains("A guest at 127.0.0.1:")
                    .doesNotContain(ClusterSecret.read(secret).groupName(cluster.name()));
            // The guest held no data, so no data is lost when it leaves.
            cluster.awaitSize(2);
        }
    }

    @Test
    void theClientInOneFilePrintsAndAcknowledgesWhatComes() throws Exception {
        try (Cluster cluster = aCluster("watch").withNodes(1)) {
            Path printed = folder.resolve("printed");
            Process watch = new ProcessBuilder(
                            JAVA_HOME.resolve(Path.of("bin", "java")).toString(),
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

    /** Runs the notebook until it prints {@code until}, and ends it as Ctrl-C does. */
    private String notebook(Cluster cluster, String until) throws Exception {
        Path printed = folder.resolve("notebook");
        Process notebook = start(
                "client",
                "client/Notebook.java",
                printed,
                "alice alice.json http://127.0.0.1:8080 http://127.0.0.1:8081",
                "alice " + folder.resolve("alice.json") + " " + cluster.node(1).url());
        try {
            eventually("it says " + until, PATIENCE, () -> Files.readString(printed)
                    .contains(until));
            notebook.destroy();
            assertThat(notebook.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(Files.readString(printed)).contains("Stopped[why=Asked[]]");
            return Files.readString(printed);
        } finally {
            notebook.destroyForcibly();
        }
    }

    /** Runs the command of an example's Javadoc in the copy that was built, with other arguments. */
    private static Process start(String example, String source, Path printed, String documented, String arguments)
            throws IOException {
        String java = Files.readString(Path.of("examples", example, "src/main/java/com/example", source));
        Matcher command = COMMAND.matcher(java);
        assertThat(command.find()).as("a command in " + source).isTrue();
        assertThat(command.group(2)).isEqualTo(documented);
        ProcessBuilder shell =
                new ProcessBuilder("bash", "-c", "exec " + command.group(1) + arguments + command.group(3));
        // Plugins and libraries come from the repository of the earlier build.
        shell.environment()
                .put(
                        "MAVEN_OPTS",
                        "-XX:TieredStopAtLevel=1 -Dmaven.legacyLocalRepo=true -Dmaven.repo.local="
                                + BUILT.resolve("repository"));
        shell.environment().put("JAVA_HOME", JAVA_HOME.toString());
        return shell.directory(BUILT.resolve(Path.of("projects", example)).toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
    }
}
