package io.heartline.cluster;

import static io.heartline.cluster.TestNodes.await;
import static io.heartline.cluster.TestNodes.until;

import io.heartline.cluster.ClusterConfig.Timing;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes whose process is killed. */
class NodeLossIT {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TestNodes cluster = new TestNodes();

    @AfterEach
    void end() {
        cluster.close();
    }

    /** Its connections end with it: no node waits for the end of the silence, which is longer here than the test's patience. */
    @Test
    void aProcessThatIsKilledIsMissedAtOnce() throws Exception {
        cluster.timing = new Timing(SECOND, TestNodes.PATIENCE.multipliedBy(2), SECOND, SECOND);
        cluster.start();
        cluster.start();
        try (ChildNode child = ChildNode.join(cluster)) {
            cluster.awaitInSight(child);

            child.process.destroyForcibly();

            for (ClusterNode node : cluster.nodes) {
                Duration missed = until("missed", () -> !node.membership().contains(child.nodeId));
                System.out.println("a killed process was missed after " + missed);
            }
        }
    }

    @Test
    void consumersThatAreRegisteredWhileANodeDiesAreFoundByTheOthers() throws Exception {
        ClusterNode one = cluster.start();
        ClusterNode two = cluster.start();
        try (ChildNode child = ChildNode.join(cluster)) {
            cluster.awaitInSight(child);
            List<String> addresses =
                    IntStream.range(0, 30).mapToObj(n -> "late-" + n).toList();

            child.process.destroyForcibly();
            List<Future<Void>> registered = addresses.stream()
                    .map(address -> one.vertx()
                            .eventBus()
                            .consumer(address, question -> question.reply("here"))
                            .completion())
                    .toList();

            await(Future.all(registered));
            for (String address : addresses) {
                until(
                        address + " answers",
                        () -> await(two.vertx()
                                .eventBus()
                                .request(address, "")
                                .map(reply -> true)
                                .otherwise(false)));
            }
        }
    }
}
