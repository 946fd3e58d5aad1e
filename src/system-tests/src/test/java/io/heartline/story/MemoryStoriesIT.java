package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nodes with small heaps, filled until they refuse messages or copies. */
class MemoryStoriesIT {
    private static final int BATCH = 500;
    private static final String BODY = "x".repeat(998);

    private final List<String> stored = new ArrayList<>();
    private int users;

    @Test
    void nothingAcceptedIsLostWhenAFullClusterLosesANode() {
        try (Cluster cluster = aCluster("memory").withHeap("64m").withNodes(3)) {
            eventually("a batch is refused as a whole, for what a loss would leave", Duration.ofMinutes(3), () -> {
                Set<String> reasons = push(cluster.node(1 + users / BATCH % 3));
                return reasons.size() == 1
                        && reasons.iterator().next().contains("the nodes that remain after the loss of one");
            });
            assertThat(stored).hasSizeGreaterThan(3_000);
            cluster.awaitSize(3);

            cluster.node(3).kill();

            cluster.awaitSize(2);
            assertThat(cluster.node(1).isAlive()).isTrue();
            assertThat(cluster.node(2).isAlive()).isTrue();
            eventually("every message that was stored is owed", Duration.ofMinutes(2), () -> {
                stored.removeIf(user -> pending(cluster.node(1), user) == 1);
                return stored.isEmpty();
            });
        }
    }

    @Test
    void aNodeThatHoldsTheOnlyCopiesLeavesOnlyWhenTheOthersHaveRoom() {
        int all = 3_000;
        int kept = 200;
        try (Cluster cluster =
                aCluster("room").with("--grace-millis=6000").withHeap("512m").withNodes(1)) {
            for (int first = 0; first < all; first += 100) {
                pushLarge(cluster.node(1), first, first + 100);
            }
            NodeProcess big = cluster.node(1);
            NodeProcess small = cluster.joinWithHeap("64m");
            eventually("the newcomer takes no more copies", Duration.ofMinutes(2), () -> small.output()
                    .contains("no memory left for more copies"));

            big.terminate();

            eventually(
                    "it stays and says so again, after the grace time",
                    Duration.ofMinutes(2),
                    () -> big.output()
                                    .lines()
                                    .filter(line -> line.contains(
                                            "user(s) are on no other node: the other nodes have room for"))
                                    .count()
                            >= 3);
            assertThat(big.isAlive()).isTrue();

            for (int i = kept; i < all; i++) {
                String messages = small.url() + "/v1/users/user-" + i + "/messages";
                assertThat(Http.delete(messages).status()).isEqualTo(204);
            }

            assertThat(big.awaitExit(Duration.ofMinutes(2))).isZero();
            assertThat(small.isAlive()).isTrue();
            assertThat(IntStream.range(0, kept).filter(i -> pending(small, "user-" + i) != 1))
                    .as("users whose message is lost")
                    .isEmpty();
        }
    }

    private static void pushLarge(NodeProcess node, int from, int to) {
        List<String> lines = IntStream.range(from, to)
                .mapToObj(i -> new JsonObject()
                        .put("user", "user-" + i)
                        .put("body", "x".repeat(10_000))
                        .encode())
                .toList();
        Http.Answer answer = Http.postLines(node.url() + "/v1/push/batch", lines);
        assertThat(answer.text().lines().filter(line -> line.contains("\"stored\"")))
                .as(answer.text())
                .hasSize(to - from);
    }

    private static int pending(NodeProcess node, String user) {
        return Http.get(node.url() + "/v1/users/" + user).json().getInteger("pending");
    }

    /** Pushes a batch to new users. Returns the reasons of refusals, and an empty one if any push was stored. */
    private Set<String> push(NodeProcess node) {
        int first = users;
        users += BATCH;
        List<String> lines = IntStream.range(first, users)
                .mapToObj(i -> new JsonObject()
                        .put("user", "user-" + i)
                        .put("body", BODY)
                        .encode())
                .toList();
        Http.Answer answer = Http.postLines(node.url() + "/v1/push/batch", lines);
        assertThat(answer.status()).isEqualTo(200);
        Set<String> reasons = new HashSet<>();
        answer.text().lines().forEach(line -> {
            JsonObject result = new JsonObject(line).getJsonArray("results").getJsonObject(0);
            boolean accepted = result.getString("state").equals("stored");
            if (accepted) {
                stored.add(result.getString("user"));
            }
            reasons.add(accepted ? "" : result.getJsonObject("error").getString("message"));
        });
        return reasons;
    }
}
