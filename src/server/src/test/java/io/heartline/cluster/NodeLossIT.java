package io.heartline.cluster;

import static io.heartline.cluster.TestNodes.await;
import static io.heartline.cluster.TestNodes.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
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
                assertThat(missed).isLessThan(Duration.ofSeconds(1));
            }
        }
    }

    @Test
    void consumersThatAreRegisteredWhileANodeDiesAreFoundByTheOthers() throws Exception {
        ClusterNode one = cluster.start();
        ClusterNode two = cluster.start();
        try (ChildNode child = ChildNode.join(cluster)) {
            awaitInSight(child);
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

    @Test
    void aProcessThatHangsIsMissedWithinSevenSecondsAndFoundAgainUnderTheSameId() throws Exception {
        cluster.start();
        cluster.start();
        try (ChildNode child = ChildNode.join(cluster)) {
            awaitInSight(child);
            stopAndContinue(child);
        }
    }

    @Test
    void whereTheOldestHangsTheOthersStayTogether() throws Exception {
        try (ChildNode oldest = ChildNode.join(cluster)) {
            cluster.elsewhere.add(oldest.address);
            cluster.start();
            cluster.start();
            awaitInSight(oldest);
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
            assertThat(missed).isLessThan(Duration.ofSeconds(7));
        }
        child.signal("CONT");
        for (ClusterNode node : cluster.nodes) {
            until("found again", () -> node.membership().contains(child.nodeId));
        }
        assertThat(Set.copyOf(apart)).containsExactly(child.nodeId);
    }

    private void awaitInSight(ChildNode child) {
        for (ClusterNode node : cluster.nodes) {
            until("in sight", () -> node.membership().contains(child.nodeId));
            until("safe", () -> await(node.isSafe()));
            assertThat(node.membership().nodes()).hasSize(3);
        }
    }
}
