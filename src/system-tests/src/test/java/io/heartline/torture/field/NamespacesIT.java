package io.heartline.torture.field;

import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heartline.testsupport.QuickJvm;
import io.heartline.torture.field.FieldConfig.Launch;
import io.heartline.torture.history.Event.NodeLost;
import io.heartline.torture.history.MemoryRecorder;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cuts and slow links on real TCP, between processes in real network namespaces. */
class NamespacesIT {
    /** TCP tries again at growing intervals: what was cut for a few seconds comes a few seconds after. */
    private static final Duration TRIED_AGAIN = Duration.ofSeconds(30);

    private static final int MUCH = 400_000;

    @TempDir
    static Path directory;

    private static final MemoryRecorder JOURNAL = MemoryRecorder.live();
    private static final List<Probe> PROBES = new ArrayList<>();
    private static Network network;
    private static LiveField field;

    private static final Optional<String> UNAVAILABLE = NetworkKind.NAMESPACES.unavailable();

    @BeforeAll
    static void open() throws Exception {
        if (UNAVAILABLE.isPresent()) {
            return; // each test says so
        }
        network = Namespaces.open(3);
        FieldConfig config = new FieldConfig(
                3, 0, NetworkKind.NAMESPACES, directory, Launch.of(HeartlineJar.of(QuickJvm.jar()), List.of()));
        field = new LiveField(config, network, JOURNAL);
        for (int n = 1; n <= 3; n++) {
            PROBES.add(Probe.at(network, network.sites().get(n - 1)));
        }
    }

    @AfterAll
    static void close() {
        PROBES.forEach(Probe::close);
        if (field != null) {
            field.close();
        }
    }

    /** Connections that live before a cut. */
    @BeforeEach
    void connect() throws Exception {
        assumeTrue(UNAVAILABLE.isEmpty(), () -> UNAVAILABLE.orElse(""));
        for (int from = 1; from <= 3; from++) {
            for (int to = 1; to <= 3; to++) {
                if (from != to) {
                    assertThat(dials(from, to)).isTrue();
                    assertThat(echoes(from, to)).isTrue();
                }
            }
        }
    }

    @AfterEach
    void mend() throws Exception {
        if (field != null) {
            field.mend();
        }
    }

    @Test
    void aCutPairHearsNothingOfEachOtherAndAllElseGoesOn() throws Exception {
        field.cut("node-1", "node-2");
        field.cut("node-2", "node-1");

        assertCut(1, 2);
        assertThat(echoes(1, 3)).isTrue();
        assertThat(echoes(3, 2)).isTrue();
        assertThat(clientDials(1)).isTrue();

        field.mend();
        field.mend();

        assertComesBack(1, 2);
        assertComesBack(2, 1);
    }

    @Test
    void aOneWayCutLetsTheOtherWayThrough() throws Exception {
        field.cutOneWay("node-1", "node-2");
        long before = heard(1);
        long beforeThere = heard(2);

        probe(2).tells(host(1));
        probe(1).tells(host(2));

        eventually("node-1 hears node-2", TRIED_AGAIN, () -> heard(1) > before);
        assertThat(echoes(1, 2)).isFalse();
        assertThat(dials(1, 2)).isFalse();
        assertThat(dials(2, 1)).as("its answer to the first packet vanishes").isFalse();
        assertThat(heard(2)).isEqualTo(beforeThere);

        field.mend();

        eventually("node-2 hears node-1", TRIED_AGAIN, () -> heard(2) > beforeThere);
    }

    @Test
    void anIsolatedNodeReachesNoOtherButClientsReachIt() throws Exception {
        field.isolate("node-3", false);

        assertCut(3, 1);
        assertCut(3, 2);
        assertThat(echoes(1, 2)).isTrue();
        assertThat(clientDials(3)).isTrue();
        assertThat(JOURNAL.events(NodeLost.class))
                .last()
                .extracting(NodeLost::how)
                .isEqualTo("cut off");

        field.mend();

        assertComesBack(3, 1);
    }

    @Test
    void aNodeIsolatedFromClientsTooIsReachedByNobody() throws Exception {
        field.isolate("node-3", true);

        assertCut(3, 1);
        assertThat(clientDials(3)).isFalse();
        assertThat(clientDials(1)).isTrue();

        field.mend();

        assertThat(clientDials(3)).isTrue();
    }

    @Test
    void aSplitHasTwoSidesThatAreWholeInThemselves() throws Exception {
        field.split(List.of("node-1", "node-2"), List.of("node-3"));

        assertCut(1, 3);
        assertCut(2, 3);
        assertThat(echoes(1, 2)).isTrue();
        assertThat(clientDials(3)).isTrue();
    }

    @Test
    void aSlowLinkLetsLittleThroughInTheSameTime() throws Exception {
        eventually("much comes at once", TRIED_AGAIN, () -> probe(1).echoes(host(2), MUCH));

        field.slow("node-1", 256);
        field.slow("node-1", 256);

        assertThat(echoes(1, 2)).isTrue();
        assertThat(probe(1).echoes(host(2), MUCH)).as("12 s' worth in 1 s").isFalse();
        eventually("others are as fast as ever", TRIED_AGAIN, () -> probe(2).echoes(host(3), MUCH));

        field.mend();

        assertThat(dials(1, 2)).isTrue();
        eventually("much comes at once again", TRIED_AGAIN, () -> probe(1).echoes(host(2), MUCH));
    }

    @Test
    void whatDeadRunsLeftOverIsSweptAndWhatLivesIsNot() throws Exception {
        Process run = new ProcessBuilder("true").start();
        run.waitFor();
        String leftOver = "heartline-" + run.pid() + "-1-node-1";
        Shell.run("ip", "netns", "add", leftOver);
        Process node = new ProcessBuilder("ip", "netns", "exec", leftOver, "sleep", "600").start();
        eventually("a node hangs there", TRIED_AGAIN, () -> !Shell.run("ip", "netns", "pids", leftOver)
                .isEmpty());

        NamespaceNames.sweep();

        assertThat(Shell.run("ip", "netns", "list")).doesNotContain(leftOver).contains(namespaceOf(1));
        assertThat(node.waitFor()).isNotZero();
    }

    @Test
    void nothingIsLeftOfANetworkThatIsClosed() throws Exception {
        Namespaces other = Namespaces.open(2);
        String namespace = other.entering(other.sites().get(0)).get(3);
        String address = other.clientHost();
        assertThat(Shell.run("ip", "netns", "list")).contains(namespace);

        other.close();
        other.close();

        assertThat(Shell.run("ip", "netns", "list")).doesNotContain(namespace).contains(namespaceOf(1));
        assertThat(Shell.run("ip", "-4", "addr", "show")).doesNotContain(address);
    }

    private static void assertCut(int one, int other) throws Exception {
        assertThat(echoes(one, other)).as("on a connection that there was").isFalse();
        assertThat(echoes(other, one)).as("on a connection that there was").isFalse();
        assertThat(dials(one, other)).as("on a new one").isFalse();
        assertThat(dials(other, one)).as("on a new one").isFalse();
    }

    private static void assertComesBack(int from, int to) {
        eventually("connections live on", TRIED_AGAIN, () -> echoes(from, to));
    }

    private static boolean dials(int from, int to) throws Exception {
        return probe(from).dials(host(to));
    }

    private static boolean echoes(int from, int to) throws Exception {
        return probe(from).echoes(host(to));
    }

    private static boolean clientDials(int to) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host(to), 9_000), 2_000);
            return true;
        } catch (java.io.IOException silence) {
            return false;
        }
    }

    private static long heard(int n) throws Exception {
        return probe(n).heard();
    }

    private static Probe probe(int n) {
        return PROBES.get(n - 1);
    }

    private static String host(int n) {
        return network.sites().get(n - 1).host();
    }

    private static String namespaceOf(int n) {
        return network.entering(network.sites().get(n - 1)).get(3);
    }
}
