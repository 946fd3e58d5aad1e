package io.heartline.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heartline.api.ClusterView.Node;
import io.heartline.store.partition.EntryScan.Owed;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LossWarningTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(LossWarning.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void read() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(lines);
    }

    private List<String> warningsOf(Owed owed, Node... nodes) {
        Future<Void> checked = new LossWarning(
                        "n1", () -> Future.succeededFuture(List.of(nodes)), () -> Future.succeededFuture(owed))
                .check();
        assertThat(checked.succeeded()).isTrue();
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Node node(String name, String state) {
        return new Node(name, state, null, null, null, null, null);
    }

    @Test
    void theLastNodeTellsHowManyMessagesOfHowManyUsersEndWithIt() {
        assertThat(warningsOf(new Owed(2, 17), node("n1", "closing")))
                .containsExactly("Node n1 is the last of its cluster: 17 message(s) of 2 user(s), which nobody has"
                        + " acknowledged, end with it");
    }

    @Test
    void nodesThatAllLeaveTogetherWarnToo() {
        assertThat(warningsOf(new Owed(2, 17), node("n1", "closing"), node("n2", "draining")))
                .singleElement()
                .asString()
                .contains("n1", "together with all others", "17 message(s) of 2 user(s)");
    }

    @Test
    void ifAnotherNodeStaysOrNothingIsOwedNothingIsSaid() {
        assertThat(warningsOf(new Owed(2, 17), node("n1", "closing"), node("n2", "serving")))
                .isEmpty();
        assertThat(warningsOf(new Owed(0, 0), node("n1", "closing"))).isEmpty();
    }

    private static Future<List<Node>> ended() {
        throw new IllegalStateException("Hazelcast has ended");
    }

    @Test
    void aNodeThatCantCountLeavesAllTheSame() {
        Stream<Future<Void>> checks = Stream.of(
                new LossWarning("n1", () -> Future.failedFuture("gone"), () -> Future.failedFuture("gone")).check(),
                new LossWarning("n1", LossWarningTest::ended, () -> Future.failedFuture("gone")).check(),
                new LossWarning(
                                "n1",
                                () -> Future.succeededFuture(List.of(node("n1", "closing"))),
                                () -> Future.failedFuture("gone"))
                        .check());

        assertThat(checks).allMatch(Future::succeeded);
        assertThat(lines.list).isEmpty();
    }
}
