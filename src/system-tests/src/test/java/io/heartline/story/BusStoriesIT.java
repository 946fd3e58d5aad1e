package io.heartline.story;

import static io.heartline.story.Cluster.aCluster;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests over the event bus, from and to a service that joins the cluster, with real processes. */
class BusStoriesIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static Cluster cluster;

    private static Service service;

    @BeforeAll
    static void join() {
        cluster = aCluster("bus")
                .with("--inbound=orders,returns,repairs,nobody")
                .with("--mailbox-messages=10")
                .withNodes(2);
        service = Service.joins(cluster);
    }

    @AfterAll
    static void leave() {
        if (service != null) {
            service.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void whatAClientSendsReachesTheServiceAsItWasSentAndTheReplyComesBack() {
        List<Message<Object>> orders = new CopyOnWriteArrayList<>();
        service.serve("orders", order -> {
            orders.add(order);
            order.reply(order.body());
        });
        try (Client dora = Client.of("dora", "phone").connect(cluster.node(2))) {
            for (String body :
                    List.of("{\"tea\":[1,{\"milk\":null}]}", "[1,\"two\"]", "\"tea\"", "7", "0.5", "true", "null")) {
                assertThat(dora.ask("orders", body)).isEqualTo(new JsonObject("{\"body\":" + body + "}"));
            }

            assertThat(orders.get(0).body())
                    .isEqualTo(
                            new JsonObject().put("tea", new JsonArray().add(1).add(new JsonObject().putNull("milk"))));
            assertThat(orders).hasSize(7);
            assertThat(orders).map(order -> order.headers().get("user")).containsOnly("dora");
            assertThat(orders).map(order -> order.headers().get("device")).containsOnly("phone");
            assertThat(orders)
                    .map(order -> order.headers().get("session"))
                    .containsOnly(dora.welcome().getString("session"));
        }
    }

    @Test
    void aClientIsToldWhyItGetsNoReplyAndItsConnectionStays() {
        service.serve("returns", order -> order.fail(17, "too late"));
        service.serve("repairs", order -> {}); // never replies
        try (Client erin = Client.of("erin", "phone").connect(cluster.node(1))) {
            assertThat(error(erin.ask("kitchen", "1"))).isEqualTo("FORBIDDEN");
            assertThat(error(erin.ask("nobody", "1"))).isEqualTo("NO_SERVICE");
            JsonObject failed = erin.ask("returns", "1");
            assertThat(error(failed)).isEqualTo("FAILED");
            assertThat(failed.getJsonObject("error").getString("message")).isEqualTo("too late");
            assertThat(error(erin.ask("repairs", "1"))).isEqualTo("TIMEOUT");

            service.push(push("erin", "s-1"));
            erin.awaitMessages(1);
            assertThat(erin.closeCode()).isZero();
        }
    }

    @Test
    void aServiceWhoseProcessHasLeftIsNoServiceAnyMore() {
        try (Client frank = Client.of("frank", "phone").connect(cluster.node(1))) {
            try (Service passing = Service.joins(cluster)) {
                passing.serve("nobody", order -> order.reply("here"));
                eventually("it is found", SOON, () -> "here"
                        .equals(frank.ask("nobody", "1").getValue("body")));
            }

            eventually("it is gone", SOON, () -> "NO_SERVICE".equals(error(frank.ask("nobody", "1"))));
        }
    }

    @Test
    void aPushIsAnsweredAsOverHttpWhetherItIsAJsonObjectOrItsBytes() {
        try (Client gina = Client.of("gina", "phone").connect(cluster.node(2))) {
            JsonObject object = service.push(push("gina", "p-1").put("body", new JsonObject().put("hello", "world")));
            Buffer bytes = Buffer.buffer("{\"user\":\"gina\",\"id\":\"p-2\",\"body\": [1.0 , 2] }");
            JsonObject buffer = service.push(bytes);
            JsonObject again = service.push(bytes);

            assertThat(object).isEqualTo(stored(gina, "p-1", 1, false));
            assertThat(buffer).isEqualTo(stored(gina, "p-2", 2, false));
            assertThat(again).isEqualTo(stored(gina, "p-2", 2, true));
            gina.awaitMessages(2);
            assertThat(gina.texts()).anyMatch(text -> text.contains("\"body\":{\"hello\":\"world\"}"));
            assertThat(gina.texts()).anyMatch(text -> text.contains("\"body\":[1.0 , 2]"));
            JsonObject acked = service.push(push("gina", "p-3").put("wait", "acked"));
            assertThat(result(acked).getString("state")).isEqualTo("acked");
        }
    }

    @Test
    void aRefusedPushFailsWithTheStatusThatHttpWouldHave() {
        for (Object malformed : List.of(push("", "f-1"), push("", "f-1").toBuffer())) {
            ReplyException refusal = service.refusal(malformed);
            assertThat(refusal.failureCode()).isEqualTo(400);
            assertThat(refusal.getMessage()).contains("user");
        }

        for (int i = 0; i < 10; i++) {
            service.push(push("hugo", "f-" + i));
        }
        assertThat(service.refusal(push("hugo", "f-10")).failureCode()).isEqualTo(507);
        assertThat(result(service.push(push("hugo", "f-9"))).getBoolean("duplicate"))
                .isTrue();
    }

    private static JsonObject push(String user, String id) {
        return new JsonObject().put("user", user).put("id", id).put("body", id);
    }

    private static JsonObject stored(Client client, String id, int seq, boolean duplicate) {
        JsonObject result = new JsonObject()
                .put("user", client.user())
                .put("state", "stored")
                .put("epoch", client.welcome().getJsonObject("position").getString("epoch"))
                .put("seq", seq)
                .put("sessions", 1)
                .put("duplicate", duplicate);
        return new JsonObject().put("id", id).put("results", new JsonArray().add(result));
    }

    private static JsonObject result(JsonObject answer) {
        return answer.getJsonArray("results").getJsonObject(0);
    }

    private static String error(JsonObject reply) {
        return reply.getJsonObject("error").getString("code");
    }
}
