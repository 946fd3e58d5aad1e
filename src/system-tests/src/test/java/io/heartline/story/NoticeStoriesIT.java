package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Presence and receipts for a service that joins the cluster, with real processes and real signals. */
class NoticeStoriesIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** A receipt is published within a minute; the rest is for the sweep and the event bus. */
    private static final Duration WITHIN_A_MINUTE = Duration.ofSeconds(65);

    @Test
    void everySessionThatComesOrGoesIsHeardOfAlsoWhereItsNodeIsKilled() {
        try (Cluster cluster = aCluster("bus-presence").withNodes(3);
                Service service = Service.joins(cluster);
                Client phone = Client.of("alice", "phone");
                Client laptop = Client.of("alice", "laptop")) {
            List<JsonObject> presence = service.hear("heartline.presence");
            long begin = System.currentTimeMillis();

            phone.connect(cluster.node(3));
            assertHeard(presence, 1, session(phone).put("online", true));
            laptop.connect(cluster.node(2));
            assertHeard(presence, 2, session(laptop).put("online", true));
            laptop.drop();
            assertHeard(presence, 3, session(laptop).put("online", true));
            cluster.node(3).kill();
            assertHeard(presence, 4, session(phone).put("online", false));
            phone.connect(cluster.node(1));
            assertHeard(presence, 5, session(phone).put("online", true));

            assertThat(presence).hasSize(5);
            List<Long> numbers =
                    presence.stream().map(told -> told.getLong("n")).toList();
            assertThat(numbers).isSorted().doesNotHaveDuplicates();
            assertThat(numbers.get(0)).isCloseTo(begin, within(SOON.toMillis()));
        }
    }

    @Test
    void eachDevicesAcknowledgementIsHeardOfWhereThePushAskedForIt() {
        try (Cluster cluster = aCluster("bus-acked").withNodes(2);
                Service service = Service.joins(cluster);
                Client phone = Client.of("bob", "phone").connect(cluster.node(1));
                Client laptop = Client.of("bob", "laptop").connect(cluster.node(2))) {
            List<JsonObject> receipts = service.hear("heartline.receipts");

            JsonObject first = service.push(push("bob", "r-1").put("receipt", true));
            service.push(push("bob", "r-2"));
            JsonObject third = service.push(push("bob", "r-3").put("receipt", true));

            eventually("four receipts", SOON, () -> receipts.size() >= 4);
            assertThat(receipts.stream().map(NoticeStoriesIT::timeless))
                    .containsExactlyInAnyOrder(
                            receipt(first, "acked").put("device", "phone"),
                            receipt(first, "acked").put("device", "laptop"),
                            receipt(third, "acked").put("device", "phone"),
                            receipt(third, "acked").put("device", "laptop"));
        }
    }

    /** Entries are swept once a minute. After the loss of a node they are swept at once, and repeatedly for nine seconds. */
    @Test
    void theEndOfAMessageThatNobodyAcknowledgedIsHeardOfOnce() {
        try (Cluster cluster = aCluster("bus-expired").withNodes(2);
                Service service = Service.joins(cluster);
                Client phone = Client.of("bob", "phone").connect(cluster.node(1));
                Client tablet = Client.of("bob", "tablet").silent().connect(cluster.node(1))) {
            List<JsonObject> receipts = service.hear("heartline.receipts");
            JsonObject seen =
                    service.push(push("bob", "e-1").put("receipt", true).put("ttlMillis", 5_000));
            JsonObject unseen =
                    service.push(push("carol", "e-2").put("receipt", true).put("ttlMillis", 500));
            awaitFate(receipts, "e-1");

            cluster.node(2).kill();
            awaitFate(receipts, "e-2");
            JsonObject e3 = push("carol", "e-3").put("receipt", true).put("ttlMillis", 5_000);
            JsonObject last =
                    Http.post(cluster.node(1).url() + "/v1/push", e3.encode()).json();
            awaitFate(receipts, "e-3");
            assertThat(tablet.awaitMessages(1).received().get(0).id()).isEqualTo("e-1");
            assertThat(receipts.stream().map(NoticeStoriesIT::timeless))
                    .containsExactlyInAnyOrder(
                            receipt(seen, "acked").put("device", "phone"),
                            receipt(unseen, "expired"),
                            receipt(last, "expired"));
        }
    }

    private static JsonObject push(String user, String id) {
        return new JsonObject().put("user", user).put("id", id).put("body", id);
    }

    /** The expected presence event of a client's last session, without the field that depends on other sessions. */
    private static JsonObject session(Client client) {
        return new JsonObject()
                .put("user", client.user())
                .put("device", client.welcome().getString("device"))
                .put("session", client.welcome().getString("session"))
                .put("node", client.welcome().getString("node"));
    }

    private static void assertHeard(List<JsonObject> presence, int count, JsonObject expected) {
        eventually("presence is told " + count + " times", SOON, () -> presence.size() >= count);
        JsonObject told = timeless(presence.get(count - 1));
        assertThat(told.remove("n")).isInstanceOf(Number.class);
        assertThat(told).isEqualTo(expected);
    }

    private static JsonObject receipt(JsonObject answer, String state) {
        JsonObject result = answer.getJsonArray("results").getJsonObject(0);
        return new JsonObject()
                .put("id", answer.getString("id"))
                .put("user", result.getString("user"))
                .put("epoch", result.getString("epoch"))
                .put("seq", result.getLong("seq"))
                .put("state", state);
    }

    private static void awaitFate(List<JsonObject> receipts, String id) {
        eventually("the fate of " + id + " is heard of", WITHIN_A_MINUTE, () -> receipts.stream()
                .anyMatch(receipt -> id.equals(receipt.getString("id"))));
    }

    /** The event without {@code at}, which must be about now. */
    private static JsonObject timeless(JsonObject told) {
        JsonObject rest = told.copy();
        assertThat((Long) rest.remove("at")).isCloseTo(System.currentTimeMillis(), within(WITHIN_A_MINUTE.toMillis()));
        return rest;
    }
}
