package io.heartline.torture.field;

import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heartline.testsupport.QuickJvm;
import io.heartline.torture.field.FieldConfig.Launch;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Event.ClusterSeen;
import io.heartline.torture.history.Event.NodeBack;
import io.heartline.torture.history.Event.NodeLost;
import io.heartline.torture.history.Event.NodeReady;
import io.heartline.torture.history.Event.NodeStarted;
import io.heartline.torture.history.MemoryRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All methods of a field, on three real nodes on loopback. */
class FieldIT {
    private static final Path DIRECTORY = Path.of("target", "field-logs");
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration WHOLE = Duration.ofMinutes(2);

    private static final MemoryRecorder JOURNAL = MemoryRecorder.live();
    private static Field field;
    private int from;

    @BeforeAll
    static void open() throws Exception {
        Files.createDirectories(DIRECTORY);
        try (Stream<Path> old = Files.list(DIRECTORY)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        HeartlineJar jar = HeartlineJar.of(QuickJvm.jar()).with(QuickJvm.options());
        Launch launch = Launch.of(jar, List.of("--grace-millis=6000")).withClocks(); // a second for balancers, not five
        field = Field.open(new FieldConfig(3, 1, NetworkKind.LOOPBACK, DIRECTORY, launch), JOURNAL);
        field.startAll();
    }

    @AfterAll
    static void close() {
        field.close();
    }

    @BeforeEach
    void fromHere() {
        from = JOURNAL.events().size();
    }

    @Test
    void allAreWholeAfterTheirStart() throws Exception {
        field.awaitWhole(WHOLE);

        assertThat(events(ClusterSeen.class))
                .hasSizeGreaterThanOrEqualTo(6)
                .last()
                .satisfies(seen -> {
                    assertThat(seen.safe()).isTrue();
                    assertThat(seen.nodes()).isEqualTo(3);
                });
        assertThat(Files.readString(DIRECTORY.resolve("node-1.log"))).startsWith("======== node-1 is started at ");
    }

    @Test
    void aKilledNodeIsRestoredAsANewOne() throws Exception {
        field.kill("node-2");
        field.kill("node-2");

        assertThat(field.isRunning("node-2")).isFalse();
        assertThat(events(NodeLost.class)).extracting(NodeLost::how).containsExactly("killed");

        makeWhole();

        assertThat(events(NodeStarted.class)).extracting(NodeStarted::node).containsExactly("node-2");
        assertThat(events(NodeReady.class)).singleElement().satisfies(ready -> assertThat(ready.nodeId())
                .isNotEmpty());
        assertThat(events(NodeLost.class)).hasSize(1);
    }

    @Test
    void aNodeThatHangsIsExpelledAndComesBackWithTheProcessItHad() throws Exception {
        field.stop("node-3");
        eventually(
                "the others give it up",
                SOON,
                () -> NodeStatus.of(field.sites().get(0)).ids().size() == 2);

        makeWhole();

        assertThat(events(NodeLost.class)).extracting(NodeLost::how).containsExactly("hung");
        assertThat(events(NodeBack.class)).extracting(NodeBack::node).containsExactly("node-3");
        assertThat(events(NodeStarted.class)).isEmpty();
    }

    @Test
    void aTerminatedNodeEndsByItselfAndIsStartedAgain() throws Exception {
        field.terminate("node-1");

        assertThat(field.isRunning("node-1")).isFalse();

        makeWhole();

        assertThat(events(NodeLost.class)).extracting(NodeLost::how).containsExactly("terminated");
    }

    @Test
    void anEndThatNobodyWantedIsRecorded() throws Exception {
        field.awaitWhole(WHOLE);

        ProcessHandle.of(field.pid("node-2")).orElseThrow().destroyForcibly();
        eventually("it is seen", SOON, () -> !events(NodeLost.class).isEmpty());

        assertThat(events(NodeLost.class)).extracting(NodeLost::how).containsExactly("ended");
        makeWhole();
    }

    @Test
    void aSpareJoinsAndIsSentAwayAgain() throws Exception {
        field.start("node-4");
        field.awaitReady("node-4", SOON);
        eventually(
                "there are four",
                SOON,
                () -> NodeStatus.of(field.sites().get(0)).ids().size() == 4);

        makeWhole();

        assertThat(field.isRunning("node-4")).isFalse();
    }

    @Test
    void aNodeServesWithItsLogOnAFullDisk() throws Exception {
        field.terminate("node-3");
        field.startWithFullDisk("node-3");
        field.awaitReady("node-3", SOON);
        field.awaitWhole(WHOLE);
        String log = Files.readString(DIRECTORY.resolve("node-3.log"));

        assertThat(log.lines().reduce((first, last) -> last))
                .hasValueSatisfying(last -> assertThat(last).endsWith("its output goes to a full disk"));

        makeWhole();

        assertThat(events(NodeLost.class)).extracting(NodeLost::how).containsExactly("terminated", "terminated");
        assertThat(Files.readString(DIRECTORY.resolve("node-3.log"))).contains("serves at");
    }

    @Test
    void aStarvedNodeIsFedAgain() throws Exception {
        field.starve("node-2");
        field.starve("node-2");

        makeWhole();

        assertThat(events(NodeLost.class)).isEmpty();
    }

    @Test
    void aNodeSeesItsClockJumpAndJumpBack() throws Exception {
        Optional<String> why = field.missing(Capability.CLOCKS);
        assumeTrue(why.isEmpty(), () -> why.orElse(""));

        long before = jumps("node-1");

        field.setClock("node-1", Duration.ofHours(3));
        eventually("it sees it", SOON, () -> jumps("node-1") == before + 1);
        makeWhole();
        eventually("it sees it", SOON, () -> jumps("node-1") == before + 2);

        assertThat(events(NodeLost.class)).isEmpty();
    }

    /** The number of jumps of the wall clock that Hazelcast logs; it compares it with the monotonic clock. */
    private static long jumps(String node) throws Exception {
        return Files.readString(DIRECTORY.resolve(node + ".log"))
                .lines()
                .filter(line -> line.contains("huge system clock jump"))
                .count();
    }

    private static void makeWhole() throws Exception {
        field.restore();
        field.awaitWhole(WHOLE);
    }

    private <E extends Event> List<E> events(Class<E> kind) {
        List<Event> all = JOURNAL.events();
        return all.subList(from, all.size()).stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
