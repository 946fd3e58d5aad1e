package io.heartline.cluster;

import static io.heartline.cluster.TestNodes.await;
import static io.heartline.cluster.TestNodes.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeLossIT {
    private final TestNodes cluster = new TestNodes();

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void aProcessThatIsKilledIsMissedWithinASecond() throws Exception {
        cluster.start();
        cluster.start();
        try (ChildNode child = ChildNode.join(cluster)) {
            awaitInSight(child);

            child.process.destroyForcibly();

            for (ClusterNode node : cluster.nodes) {
                Duration missed = until("missed", () -> !node.membership().contains(child.nodeId));
                System.out.println("killed: missed after " + missed.toMillis() + " ms");
                assertThat(missed).isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void aProcessThatHangsIsMissedWithinSevenSecondsAndFoundAgainUnderTheSameId() throws Exception {
        cluster.start();
        cluster.start();
        try (ChildNode child = ChildNode.join(cluster)) {
            awaitInSight(child);

            child.signal("STOP");
            for (ClusterNode node : cluster.nodes) {
                Duration missed = until("missed", () -> !node.membership().contains(child.nodeId));
                System.out.println("stopped: missed after " + missed.toMillis() + " ms");
                assertThat(missed).isLessThan(Duration.ofSeconds(7));
            }

            child.signal("CONT");
            for (ClusterNode node : cluster.nodes) {
                Duration found = until("found again", () -> node.membership().contains(child.nodeId));
                System.out.println("continued: found after " + found.toMillis() + " ms");
            }
        }
    }

    private void awaitInSight(ChildNode child) {
        for (ClusterNode node : cluster.nodes) {
            until("in sight", () -> node.membership().contains(child.nodeId));
            until("safe", () -> await(node.isSafe()));
        }
        assertThat(Set.copyOf(List.copyOf(cluster.nodes.get(0).membership().nodes())))
                .hasSize(3);
    }
}
