package io.heartline.torture.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.torture.Scenario;
import io.heartline.torture.TortureConfig;
import io.heartline.torture.field.HeartlineJar;
import io.heartline.torture.field.NetworkKind;
import io.heartline.torture.workload.WorkloadConfig.Crowd;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_OUT)
class TortureProgramTest {
    @Test
    void everyFaultOfAStormIsToldAtOnceAndNamesItsOption() {
        assertThat(faultsIn(
                        "storm",
                        "hail",
                        "--jar=pom.xml",
                        "--clients=0",
                        "--heap=63",
                        "--others=0",
                        "--seconds=3601",
                        "--publish-rate=0",
                        "--audit-every-millis=99"))
                .containsExactlyInAnyOrder(
                        "scenario: must be one of [node-dies, all-at-once, stalled, flood, lost-hint], not 'hail'",
                        "clients: must be 1 to 50000, not 0",
                        "heap: must be 64 to 65536, not 63",
                        "others: must be 1 to 10000, not 0",
                        "seconds: must be 1 to 3600, not 3601",
                        "publish-rate: must be 1 to 1000000, not 0",
                        "audit-every-millis: must be 100 to 3600000, not 99");
    }

    @Test
    void anOptionOfAnotherStormIsAFault() {
        assertThat(faultsIn("storm", "stalled", "--jar=pom.xml", "--others=5", "--publish-rate=5", "--seconds=5"))
                .containsExactlyInAnyOrder(
                        "publish-rate: is not an option of stalled", "seconds: is not an option of stalled");
        assertThat(faultsIn("storm", "flood", "--jar=pom.xml", "--publish-rate=5", "--seconds=5", "--others=5"))
                .containsExactly("others: is not an option of flood");
        assertThat(faultsIn("storm", "lost-hint", "--jar=pom.xml", "--audit-every-millis=500", "--clients=x"))
                .singleElement()
                .asString()
                .contains("--clients", "'x'");
    }

    @Test
    void aStormMustBeNamed() {
        assertThat(faultsIn("storm")).singleElement().asString().contains("SCENARIO");
        assertThat(run("storm", "--help").out())
                .contains("node-dies", "all-at-once", "stalled", "flood", "lost-hint", "--clients", "--heap");
    }

    @Test
    void everyFaultOfATortureIsToldAtOnce() {
        assertThat(faultsIn(
                        "torture",
                        "--jar=pom.xml",
                        "--network=loopback",
                        "--scenario=war",
                        "--nodes=9",
                        "--faults=0",
                        "--rate=0"))
                .containsExactlyInAnyOrder(
                        "scenario: must be one of [faults, rolling, split, split-open], not 'war'",
                        "nodes: must be 2 to 8, not 9",
                        "faults: must be at least 1, not 0",
                        "rate: must be 1 to 100000, not 0");
    }

    @Test
    void aJarThatIsMissingIsNamed(@TempDir Path folder) {
        Path missing = folder.resolve("other.jar");

        for (String[] command : List.of(
                new String[] {"torture", "--network=loopback", "--jar=" + missing},
                new String[] {"storm", "flood", "--jar", missing.toString()})) {
            assertThat(faultsIn(command))
                    .singleElement()
                    .asString()
                    .startsWith("jar: there is no file " + missing)
                    .contains("--jar FILE");
        }
    }

    @Test
    void byDefaultTheJarLiesBesideTheProgram() throws Exception {
        Path program = Path.of(TortureProgram.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        HeartlineJar jar = new JarOption().jar();

        assertThat(jar.file()).isEqualTo(program.resolveSibling("heartline.jar"));
        assertThat(jar.option()).isEmpty();
    }

    @Test
    void theCommandThatRepeatsARunNamesTheJarIfItWasGiven() {
        assertThat(repeated(HeartlineJar.of(Path.of("other", "old.jar")))).endsWith(" --rate 200 --jar other/old.jar");
        assertThat(repeated(HeartlineJar.besideThisProgram())).endsWith(" --rate 200");
        assertThat(repeated(HeartlineJar.besideThisProgram(), true)).endsWith(" --rate 200 --cluster-secret");
    }

    private static String repeated(HeartlineJar jar) {
        return repeated(jar, false);
    }

    private static String repeated(HeartlineJar jar, boolean secret) {
        return new TortureConfig(
                        Scenario.FAULTS,
                        7,
                        Duration.ofMinutes(1),
                        1,
                        new TortureConfig.Cluster(3, NetworkKind.LOOPBACK, jar, secret),
                        Crowd.of(200, 3),
                        200,
                        Path.of("target"))
                .command();
    }

    @Test
    void helpAndVersionNameTheProgram() {
        assertThat(run("--help").out()).contains("Usage: java -jar torture.jar", "--jar FILE", "heartline.jar");
        assertThat(run("torture", "--help").out()).contains("Usage: java -jar torture.jar torture", "--jar=FILE");
        assertThat(run("--version").out().strip()).isEqualTo("torture development");
        assertThat(run("storm", "--version").out().strip()).isEqualTo("torture development");
    }

    private static List<String> faultsIn(String... args) {
        Ended ended = run(args);
        assertThat(ended.code()).isEqualTo(2);
        return ended.err()
                .lines()
                .filter(line -> line.startsWith("torture: "))
                .map(line -> line.substring("torture: ".length()))
                .toList();
    }

    /** The exit code of a command, and its output. */
    private record Ended(int code, String out, String err) {}

    private static Ended run(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int code = TortureProgram.run(args);
            return new Ended(
                    code, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
