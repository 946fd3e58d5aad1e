package io.heartline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import picocli.CommandLine;

@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_OUT)
class CommandLineTest {
    @TempDir
    Path folder;

    @Test
    void everyFaultIsReportedAtOnceAndNamesItsOption() {
        Ended ended = Ended.run(
                Map.of(),
                "serve",
                "--port=abc",
                "--backups=7",
                "--heartbeat-millis=3",
                "--mailbox-messages=0",
                "--publish-rate=-1",
                "--join=nowhere",
                "--auth=maybe",
                "--grace-millis=1",
                "--host=0.0.0.0");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("'--port'", "'abc'")
                .contains("backups: ", "heartbeat-millis: ", "mailbox-messages: ", "publish-rate: ", "join: ", "auth: ")
                .contains("grace-millis: ");
    }

    @Test
    void onlyFaultsThatWereMadeAreToldAndEachOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("heartline.yaml"), "bus-port: many\n");

        Ended ended = Ended.run(
                Map.of("HEARTLINE_CLUSTER_PORT", "x1"),
                "serve",
                "--port",
                "abc",
                "--prot=1",
                "--window=x2",
                "--min-nodes=0",
                "--config=" + file,
                "--auth=jwt",
                "--jwt-keys=" + folder.resolve("no-keys.pem"));

        List<String> faults = ended.err()
                .lines()
                .filter(line -> line.startsWith("heartline: "))
                .toList();
        assertThat(faults).hasSize(7);
        for (String fault : List.of(
                "'abc'", "--prot=1", "'x2'", "'x1'", "'many'", "min-nodes: must be at least 1, not 0", "jwt-keys: ")) {
            assertThat(faults)
                    .filteredOn(line -> line.contains(fault))
                    .as(fault)
                    .hasSize(1);
        }
    }

    @Test
    void withoutAuthItListensOnLoopbackOnlyUnlessToldInSoManyWords() {
        assertThat(faultsOf(List.of("--host=0.0.0.0"))).contains("host: without --auth");
        assertThat(faultsOf(List.of("--host=0.0.0.0", "--auth=none", "--port=-1")))
                .doesNotContain("host:");
    }

    private static String faultsOf(List<String> options) {
        List<String> args = new java.util.ArrayList<>(List.of("serve", "--backups=9"));
        args.addAll(options);
        Ended ended = Ended.run(Map.of(), args.toArray(String[]::new));
        assertThat(ended.code()).isEqualTo(2);
        return ended.err();
    }

    @Test
    void theOptionWinsOverTheVariableAndTheVariableOverTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("heartline.yaml"), "backups: 11\nmin-nodes: -11\nwindow: -11\n");

        Ended ended = Ended.run(
                Map.of("HEARTLINE_MIN_NODES", "-12", "HEARTLINE_WINDOW", "-12"),
                "serve",
                "--config=" + file,
                "--window=-13");

        assertThat(ended.err()).contains("not 11", "min-nodes: must be at least 1, not -12", "window: ");
        assertThat(Ended.run(Map.of("HEARTLINE_CONFIG", file.toString()), "serve")
                        .err())
                .contains("not 11");
    }

    @Test
    void anUnknownKeyOfTheFileIsAFault() throws IOException {
        Path file = Files.writeString(folder.resolve("heartline.yaml"), "prot: 8080\n");

        Ended ended = Ended.run(Map.of(), "serve", "--config", file.toString());

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("prot: 'serve' has no such option; did you mean 'port'?");
    }

    @Test
    void aFileThatCannotBeReadIsAFault() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "a: [1,\n");

        assertThat(Ended.run(Map.of(), "serve", "--config=" + folder.resolve("none.yaml"))
                        .err())
                .contains("none.yaml");
        assertThat(Ended.run(Map.of(), "serve", "--config=" + broken).err()).contains("broken.yaml", "not YAML");
    }

    @Test
    void listsAreWrittenAsListsOrWithCommas() throws IOException {
        Path file = Files.writeString(folder.resolve("heartline.yaml"), "join:\n  - one\n  - two\n");

        assertThat(Ended.run(Map.of(), "serve", "--config=" + file).err()).contains("'one'", "'two'");
        assertThat(Ended.run(Map.of("HEARTLINE_JOIN", "one,two"), "serve").err())
                .contains("'one'", "'two'");
    }

    @Test
    void aMissingKeyFileIsReportedBeforeAnythingStarts() {
        Ended ended = Ended.run(
                Map.of(),
                "serve",
                "--auth=jwt",
                "--jwt-keys=" + folder.resolve("no-keys.pem"),
                "--api-keys=" + folder.resolve("no-api-keys"));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("jwt-keys: ", "api-keys: ");
    }

    @Test
    void everyFaultOfTheRoutesIsToldWithTheOthers() throws IOException {
        Path file = Files.writeString(folder.resolve("routes.yaml"), "a: {path: '/a/{user}', keepMillis: x}\nb: 2\n");

        assertThat(Ended.run(Map.of("HEARTLINE_ROUTES", file.toString()), "serve", "--window=0")
                        .err())
                .contains("window: ", "routes: a: keepMillis: ", "routes: b: ");
        assertThat(Ended.run(Map.of(), "serve", "--routes=" + folder.resolve("none.yaml"))
                        .err())
                .contains("routes: can't read ", "none.yaml");
    }

    @Test
    void anUnknownOptionAndAnUnknownCommandAreNamedWithOneThatExists() {
        assertThat(faultsIn("serve", "--prot=1")).containsExactly("Unknown option: '--prot=1'; did you mean '--port'?");
        assertThat(faultsIn("sevre", "--port=1")).containsExactly("'sevre' is no command; did you mean 'serve'?");
        assertThat(faultsIn("serve", "--something=1")).containsExactly("Unknown option: '--something=1'");
        assertThat(faultsIn("serve", "node")).containsExactly("Unmatched argument: 'node'");
    }

    @Test
    void anUnknownVariableIsNamedWithOneThatExists() {
        Ended ended = Ended.run(
                Map.of("HEARTLINE_MIN_NODE", "2", "HEARTLINE_URL", "http://push", "HEARTLINE_LOG_LEVEL", "INFO"),
                "serve",
                "--backups=9");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .contains("HEARTLINE_MIN_NODE: no option has this variable; did you mean 'HEARTLINE_MIN_NODES'?")
                .doesNotContain("HEARTLINE_URL", "HEARTLINE_LOG_LEVEL");
        assertThat(Ended.run(Map.of("HEARTLINE_MIN_NODE", "2"), "push", "alice", "1", "--url=ftp://x")
                        .err())
                .contains("HEARTLINE_MIN_NODE");
    }

    @Test
    void whatIsEmptyIsNotGiven() throws IOException {
        Path file = Files.writeString(folder.resolve("heartline.yaml"), "bus-port: ''\nmin-nodes:\njwt-keys: []\n");
        Map<String, String> empty =
                Map.of("HEARTLINE_JOIN", "", "HEARTLINE_JOIN_DNS", "", "HEARTLINE_PORT", "", "HEARTLINE_CONFIG", "");

        assertThat(Ended.run(
                                empty,
                                "serve",
                                "--config=" + file,
                                "--window",
                                "",
                                "--origins=",
                                "--api-keys=",
                                "--backups=9")
                        .err()
                        .lines()
                        .filter(line -> line.startsWith("heartline: ")))
                .singleElement()
                .asString()
                .contains("backups: ");
    }

    @Test
    void aScalarOfTheFileIsTextUntilItsOptionConvertsIt() throws IOException {
        Path file = Files.writeString(
                folder.resolve("heartline.yaml"), "cluster-name: 5.10\njoin: [1234e5, 0o17]\nmetrics-open: true\n");

        Settings settings = Settings.read(Map.of(), "--config=" + file);
        CommandLine serve = new CommandLine(new ServeCommand()).setDefaultValueProvider(settings);
        serve.parseArgs();

        assertThat(serve.getCommandSpec().findOption("--cluster-name").<String>getValue())
                .isEqualTo("5.10");
        assertThat(serve.getCommandSpec().findOption("--join").<List<String>>getValue())
                .containsExactly("1234e5", "0o17");
        assertThat(serve.getCommandSpec().findOption("--metrics-open").<Boolean>getValue())
                .isTrue();
    }

    @Test
    void twoOptionsCantNameTheSamePort() {
        assertThat(faultsIn(
                        "serve", "--port=7000", "--bus-port=7000", "--cluster-port=7000", "--cluster-host=localhost"))
                .containsExactly(
                        "cluster-port: must not be 7000, which is also the port",
                        "bus-port: must not be 7000, which is also the port",
                        "bus-port: must not be 7000, which is also the cluster-port");
        assertThat(faultsIn("serve", "--host=127.0.0.2", "--port=5701", "--backups=9"))
                .as("the same port of another address")
                .singleElement()
                .asString()
                .contains("backups");
        assertThat(faultsIn("demo", "--port=9000", "--cluster-port=9002"))
                .contains("port: must not be 9002, which is also the cluster-port");
    }

    @Test
    void aTakenPortIsNamedBeforeAnythingStarts() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            for (String option : List.of("port", "cluster-port", "bus-port")) {
                assertThatATakenPortIsNamed(option, port, Ended.run(Map.of(), "serve", "--" + option, port));
            }
            assertThatATakenPortIsNamed("page-port", port, Ended.run(Map.of(), "demo", "--page-port", port));
            Ended demo = Ended.run(
                    Map.of(),
                    "demo",
                    "--nodes=1",
                    "--page-port=" + io.heartline.testsupport.Ports.free(),
                    "--bus-port",
                    port);
            assertThatATakenPortIsNamed("bus-port", port, demo);
        }
    }

    private static void assertThatATakenPortIsNamed(String option, String port, Ended ended) {
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines())
                .singleElement()
                .asString()
                .contains(option + ": can't listen on 127.0.0.1:" + port);
    }

    @Test
    void helpIsUnderstoodByANewcomer() {
        Ended ended = Ended.run(Map.of(), "--help");

        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("serve", "demo", "push", "First steps");
        assertThat(Ended.run(Map.of(), "serve", "--help").out()).contains("--join", "--auth");
    }

    @Test
    void aKeyComesWithTheLineThatAdmitsIt() {
        Ended ended = Ended.run(Map.of(), "key", "orders", "push", "read");

        assertThat(ended.code()).isZero();
        assertThat(ended.out())
                .containsPattern("key: +[A-Za-z0-9_-]{43}")
                .containsPattern("line: +orders:push,read:[0-9a-f]{64}");
        assertThat(Ended.run(Map.of(), "key", "orders", "sing").err()).contains("'sing'");
    }

    @Test
    void aKeyIsPrintedAsJsonToo() {
        JsonObject made = new JsonObject(
                Ended.run(Map.of(), "key", "orders", "push", "--json").out());

        assertThat(made.getString("name")).isEqualTo("orders");
        assertThat(made.getJsonArray("scopes")).containsExactly("push");
        assertThat(made.getString("key")).matches("[A-Za-z0-9_-]{43}");
        assertThat(made.getString("line")).startsWith("orders:push:");
    }

    @Test
    void aPushToNobodySaysThatNoNodeAnswers() {
        Ended ended = Ended.run(Map.of(), "push", "alice", "1", "--url=http://127.0.0.1:1");

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).contains("no node answers at http://127.0.0.1:1");
        assertThat(Ended.run(Map.of(), "push", "alice", "1", "--url=ftp://x").err())
                .contains("url: ");
    }

    @Test
    void thePageOfTheDemoTakesNoPortOfANode() {
        Ended ended = Ended.run(Map.of(), "demo", "--port=9000", "--page-port=9002");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("page-port: must not be 9002, which is also the port");
    }

    @Test
    void everyFaultOfABenchIsToldAtOnce() {
        assertThat(faultsIn("bench", "--sessions=0", "--batches=-1", "--idle-millis=-1", "--body-bytes=49"))
                .containsExactlyInAnyOrder(
                        "sessions: must be at least 1, not 0",
                        "batches: must be at least 1, not -1",
                        "idle-millis: must be at least 0, not -1",
                        "body-bytes: must be 50 to 65536, not 49");
    }

    private static List<String> faultsIn(String... args) {
        Ended ended = Ended.run(Map.of(), args);
        assertThat(ended.code()).isEqualTo(2);
        return ended.err()
                .lines()
                .filter(line -> line.startsWith("heartline: "))
                .map(line -> line.substring("heartline: ".length()))
                .toList();
    }
}
