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

/** Three nodes with small heaps, filled until they refuse. */
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
