package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.story.Cluster.push;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pages that do not speak heartline.v1, with the routes of the sample configuration, and nodes that are killed. */
class PlainStoriesIT {
    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    private static JsonObject alice(NodeProcess node) {
        return Http.get(node.url() + "/v1/users/alice").json();
    }

    private static Stream<JsonObject> devices(NodeProcess node) {
        return alice(node).getJsonArray("devices").stream().map(JsonObject.class::cast);
    }

    @Test
    void aPageWhoseNodeIsKilledGetsEverythingFromAnother() {
        try (Cluster cluster =
                        aCluster("plain").with("--routes=docs/routes.yaml").withNodes(3);
                PlainPage page = PlainPage.at("/ws?user=alice").connect(cluster.node(1))) {
            page.say("123456789");
            page.awaitAll(List.of("123456789"));
            for (String n : numbers(1, 30)) {
                push(cluster.node(2), "alice", n);
            }
            cluster.node(1).kill();
            for (String n : numbers(31, 60)) {
                push(cluster.node(2), "alice", n);
            }
            page.awaitClose();

            page.connect(cluster.node(3)).awaitAll(numbers(1, 60));
            eventually(
                    "the page's WebSocket has acknowledged all", Duration.ofSeconds(20), () -> devices(cluster.node(3))
                            .anyMatch(device -> device.getBoolean("online") && device.getLong("acked") == 60));
            assertThat(alice(cluster.node(2))
                            .getJsonArray("sessions")
                            .getJsonObject(0)
                            .getString("transport"))
                    .isEqualTo("plain");
        }
    }

    @Test
    void aPageWhoseNodeLeavesIsSentAwayAndGoesOnElsewhere() {
        try (Cluster cluster = aCluster("plain-drain")
                        .with("--routes=docs/routes.yaml")
                        .withNodes(2);
                PlainPage page = PlainPage.at("/websocket?7&alice").connect(cluster.node(1))) {
            push(cluster.node(2), "alice", "1");
            page.awaitAll(List.of("1"));
            cluster.node(1).terminate();
            assertThat(page.awaitClose()).isEqualTo(4000);
            push(cluster.node(2), "alice", "2");

            page.connect(cluster.node(2)).awaitAll(List.of("2"));
            assertThat(page.texts()).containsExactly("1", "2");
        }
    }
}
