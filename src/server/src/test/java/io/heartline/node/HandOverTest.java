package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heartline.api.ClusterView.Node;
import io.heartline.store.partition.EntryScan.Owed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HandOverTest {
    private static final Node SELF = node("n1", "closing");

    private final Logger logger = (Logger) LoggerFactory.getLogger(HandOver.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    private Instant now = Instant.EPOCH;
    private Future<List<Node>> nodes = seen(SELF, node("n2", "serving"));
    private Future<Boolean> copied = Future.succeededFuture(false);
    private @Nullable String doubt = "the other nodes have room for 1 MB of entries, and 2 MB are held";
    private Future<Owed> alone = Future.succeededFuture(new Owed(12, 17));
    private boolean ended;

    private final HandOver handOver = new HandOver(
            "n1", new HandOver.Sight(() -> nodes, () -> copied, () -> doubt, () -> alone, () -> ended), () -> now);

    @BeforeEach
    void read() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    private static Node node(String name, String state) {
        return new Node(name, state, null, null, null, null, null);
    }

    private static Future<List<Node>> seen(Node... nodes) {
        return Future.succeededFuture(List.of(nodes));
    }

    private void lookFor(Duration time) {
        for (long passed = 0; passed < time.toSeconds(); passed++) {
            now = now.plus(HandOver.INTERVAL);
            handOver.look();
        }
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        lines.list.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .forEach(line -> warnings.add(line.getFormattedMessage()));
        return warnings;
    }

    @Test
    void aNodeWhoseEntriesAllHaveReplicasLeavesAtOnceAlsoIfTheOthersAreFull() {
        copied = Future.succeededFuture(true);

        handOver.look();

        assertThat(handOver.due().result()).isTrue();
        assertThat(handOver.waits()).isFalse();
        assertThat(lines.list).isEmpty();
    }

    @Test
    void aNodeThatHoldsTheOnlyCopiesStaysWithoutLimitUntilTheyAreTaken() {
        handOver.look();
        lookFor(Duration.ofHours(20));
        assertThat(handOver.waits()).isTrue();

        copied = Future.succeededFuture(true);
        handOver.look();

        assertThat(handOver.due().result()).isTrue();
        assertThat(handOver.waits()).isFalse();
        assertThat(lines.list.get(lines.list.size() - 1).getFormattedMessage()).contains("after 72000 s: it leaves");
    }

    @Test
    void itTellsEveryTenSecondsWhatItWaitsForAndWhatWouldBeLost() {
        handOver.look();
        assertThat(warnings())
                .containsExactly(
                        "Node n1 stays, because 17 message(s) of 12 user(s) are on no other node: the other nodes"
                                + " have room for 1 MB of entries, and 2 MB are held. It leaves when there is room, for example on"
                                + " a new node. A second signal ends it at once, and what it alone holds with it");

        lookFor(Duration.ofSeconds(9));
        assertThat(warnings()).hasSize(1);
        alone = Future.succeededFuture(new Owed(2, 3));
        lookFor(Duration.ofSeconds(1));
        assertThat(warnings()).hasSize(2).last().asString().contains("3 message(s) of 2 user(s)");
        lookFor(Duration.ofSeconds(30));
        assertThat(warnings()).hasSize(5);
    }

    @Test
    void itDoesNotInventWhatItCantCount() {
        alone = Future.failedFuture("not now");
        doubt = null;

        handOver.look();

        assertThat(warnings())
                .singleElement()
                .asString()
                .startsWith("Node n1 stays until what it holds is safe without it: not all of its"
                        + " copies are confirmed yet.");
    }

    @Test
    void anAnswerThatDoesNotComeIsWaitedForAndTold() {
        Promise<Boolean> answer = Promise.promise();
        copied = answer.future();

        handOver.look();
        lookFor(Duration.ofSeconds(10));
        assertThat(handOver.waits()).isTrue();
        assertThat(warnings()).hasSize(1);
        answer.complete(true);

        assertThat(handOver.due().result()).isTrue();
    }

    @Test
    void aFailureToAskIsNoLeave() {
        copied = Future.failedFuture("not now");
        handOver.look();
        assertThat(handOver.waits()).isTrue();

        copied = Future.succeededFuture(true);
        handOver.look();

        assertThat(handOver.due().result()).isTrue();
    }

    @Test
    void whereNobodyStaysWaitingIsInVain() {
        nodes = seen(SELF, node("n2", "draining"));

        handOver.look();

        assertThat(handOver.due().result()).isFalse();
    }

    @Test
    void withoutRoomElsewhereNodesThatLeaveAtOnceGoOneAfterTheOther() {
        copied = Future.succeededFuture(true);
        nodes = seen(SELF, node("n0", "closing"), node("n2", "serving"));
        handOver.look();
        assertThat(handOver.waits()).isTrue();

        nodes = seen(SELF, node("n0", "silent"), node("n2", "serving")); // its bus is closed, and it hands over
        handOver.look();
        assertThat(handOver.waits()).isTrue();

        nodes = seen(SELF, node("n2", "serving"));
        handOver.look();
        assertThat(handOver.due().result()).isTrue();
    }

    @Test
    void theFirstOfThemDoesNotWait() {
        copied = Future.succeededFuture(true);
        nodes = seen(SELF, node("n2", "closing"), node("n3", "serving"));
        handOver.look();
        assertThat(handOver.due().result()).isTrue();
    }

    @Test
    void ifThereIsRoomNobodyWaitsForAnother() {
        copied = Future.succeededFuture(true);
        doubt = null;
        nodes = seen(SELF, node("n0", "closing"), node("n3", "serving"));
        handOver.look();
        assertThat(handOver.due().result()).isTrue();
    }

    @Test
    void theLastNodeLeaves() {
        nodes = seen(SELF);

        handOver.look();

        assertThat(handOver.due().result()).isFalse();
    }

    @Test
    void othersThatVanishWhileItWaitsMayComeBack() {
        handOver.look();
        nodes = seen(SELF);
        lookFor(Duration.ofSeconds(10));
        assertThat(handOver.waits()).isTrue();
        assertThat(warnings()).last().asString().contains("17 message(s) of 12 user(s)", "no other node is in sight");

        nodes = seen(SELF, node("n3", "serving"));
        copied = Future.succeededFuture(true);
        handOver.look();

        assertThat(handOver.due().result()).isTrue();
    }

    @Test
    void aNodeThatHoldsNothingAnyMoreDoesNotWait() {
        handOver.look();
        ended = true;
        lookFor(Duration.ofSeconds(1));

        assertThat(handOver.due().result()).isFalse();
    }
}
