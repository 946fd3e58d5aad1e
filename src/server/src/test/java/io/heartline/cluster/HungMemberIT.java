package io.heartline.cluster;

import static io.heartline.cluster.TestNodes.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes whose process hangs, and goes on later. */
class HungMemberIT {
    private final TestNodes cluster = new TestNodes();

    @AfterEach
    void end() {
        cluster.close();
    }

    @Test
    void aProcessThatHangsIsMissedAndFoundAgainUnderTheSameId() throws Exception {
        cluster.start();
        cluster.start();
        try (ChildNode child = ChildNode.join(cluster)) {
            cluster.awaitInSight(child);
            stopAndContinue(child);
        }
    }

    @Test
    void whereTheOldestHangsTheOthersStayTogether() throws Exception {
        try (ChildNode oldest = ChildNode.join(cluster)) {
            cluster.elsewhere.add(oldest.address);
            cluster.start();
            cluster.start();
            cluster.awaitInSight(oldest);
            stopAndContinue(oldest);
        }
    }

    private void stopAndContinue(ChildNode child) throws Exception {
        List<String> apart = new CopyOnWriteArrayList<>();
        for (ClusterNode node : cluster.nodes) {
            node.membership().listen(node.vertx().getOrCreateContext(), new MembershipListener() {
                @Override
                public void onLeft(String left) {
                    apart.add(left);
                }
            });
        }
        child.signal("STOP");
        for (ClusterNode node : cluster.nodes) {
            Duration missed = until("missed", () -> !node.membership().contains(child.nodeId));
            System.out.println("a process that hung was missed after " + missed);
        }
        child.signal("CONT");
        for (ClusterNode node : cluster.nodes) {
            until("found again", () -> node.membership().contains(child.nodeId));
        }
        assertThat(Set.copyOf(apart)).containsExactly(child.nodeId);
    }
}
