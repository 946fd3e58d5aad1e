package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.PushOrder;
import io.heartline.delivery.PushResult;
import io.heartline.delivery.PushResult.Refusal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushTest {
    private ApiGateway gateway;

    @BeforeEach
    void start() {
        gateway = ApiGateway.start();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void answering(PushResult result) {
        gateway.push = order -> Future.succeededFuture(result);
    }

    @Test
    void aStoredPushIsAnsweredWithItsPosition() {
        HttpResponse<String> answer = gateway.push("{\"user\":\"alice\",\"body\":{\"a\":1},\"id\":\"order-17\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"id\":\"order-17\",\"results\":[{\"user\":\"alice\",\"state\":\"stored\",\"epoch\":\"epoch\","
                                + "\"seq\":7,\"sessions\":2,\"duplicate\":false}]}");
    }

    @Test
    void aDuplicateIsMarked() {
        answering(new PushResult.Stored(ApiGateway.PLACE, 0, true));

        assertThat(ApiGateway.result(gateway.push("{\"user\":\"alice\",\"body\":1}"))
                        .getBoolean("duplicate"))
                .isTrue();
    }

    @Test
    void theBodyIsPassedOnByteForByte() {
        String body = "{ \"b\" : 1.0e+2,\t\"a\":\"\\u00e9é\" ,\"a\":[ ] }";

        gateway.push("{\"user\":\"alice\", \"body\" : " + body + "  ,\"id\":\"x\"}");

        assertThat(new String(gateway.orders.get(0).body().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(body);
    }

    @Test
    void whatIsNotSaidIsAsTheContractHasIt() {
        gateway.push("{\"user\":\"alice\",\"body\":null}");

        PushOrder order = gateway.orders.get(0);
        assertThat(order.transientMode()).isFalse();
        assertThat(order.ttlMillis()).isEqualTo(604_800_000);
        assertThat(order.waitAcked()).isFalse();
        assertThat(order.waitMillis()).isEqualTo(5_000);
        assertThat(order.receipt()).isFalse();
    }

    @Test
    void whatIsSaidReachesTheOrder() {
        gateway.push("{\"user\":\"alice\",\"body\":1,\"mode\":\"acked\",\"ttlMillis\":1,\"wait\":\"acked\","
                + "\"waitMillis\":30000,\"receipt\":true}");

        PushOrder order = gateway.orders.get(0);
        assertThat(order.ttlMillis()).isEqualTo(1);
        assertThat(order.waitAcked()).isTrue();
        assertThat(order.waitMillis()).isEqualTo(30_000);
        assertThat(order.receipt()).isTrue();
    }

    @Test
    void aPushWithoutIdGetsOneThatIsKnownToBeOurs() {
        HttpResponse<String> answer = gateway.push("{\"user\":\"alice\",\"body\":1}");

        PushOrder order = gateway.orders.get(0);
        assertThat(ApiGateway.json(answer).getString("id"))
                .isEqualTo(order.id())
                .matches("[0-9A-Z]{26}");
        assertThat(order.ownId()).isTrue();
    }

    @Test
    void aPublishersIdIsKept() {
        gateway.push("{\"user\":\"alice\",\"body\":1,\"id\":\"a.B_9:-\"}");

        assertThat(gateway.orders.get(0).id()).isEqualTo("a.B_9:-");
        assertThat(gateway.orders.get(0).ownId()).isFalse();
    }

    @Test
    void anAckedPushIs200() {
        answering(new PushResult.Acked(ApiGateway.PLACE, 1, false));

        HttpResponse<String> answer = gateway.push("{\"user\":\"alice\",\"body\":1,\"wait\":\"acked\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ApiGateway.result(answer).getString("state")).isEqualTo("acked");
    }

    @Test
    void aTransientPushTellsToHowManySessionsItLeft() {
        answering(new PushResult.Sent(3));

        HttpResponse<String> answer = gateway.push("{\"user\":\"alice\",\"body\":1,\"mode\":\"transient\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(ApiGateway.result(answer))
                .isEqualTo(new JsonObject()
                        .put("user", "alice")
                        .put("state", "sent")
                        .put("sessions", 3));
        assertThat(gateway.orders.get(0).transientMode()).isTrue();
    }

    @Test
    void aTransientPushToNobodyIsOffline() {
        answering(new PushResult.Offline());

        HttpResponse<String> answer = gateway.push("{\"user\":\"alice\",\"body\":1,\"mode\":\"transient\"}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(ApiGateway.result(answer).getString("state")).isEqualTo("offline");
    }

    @Test
    void aFullMailboxIs507() {
        answering(new PushResult.Rejected(Refusal.MAILBOX_FULL, "The mailbox holds 1000 messages."));

        HttpResponse<String> answer = gateway.push("{\"user\":\"alice\",\"body\":1}");

        assertThat(answer.statusCode()).isEqualTo(507);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(ApiGateway.json(answer))
                .isEqualTo(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", "Insufficient Storage")
                        .put("status", 507)
                        .put("detail", "The mailbox holds 1000 messages.")
                        .put("code", "MAILBOX_FULL"));
    }

    @Test
    void anUnavailableClusterIs503AndSaysWhenToComeBack() {
        answering(new PushResult.Rejected(Refusal.UNAVAILABLE, "Too few nodes are in sight."));

        HttpResponse<String> answer = gateway.push("{\"user\":\"alice\",\"body\":1}");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("UNAVAILABLE");
        assertThat(answer.headers().firstValue("Retry-After"))
                .hasValueSatisfying(s -> assertThat(Integer.parseInt(s)).isPositive());
    }

    @Test
    void anUnknownOutcomeIs504AndNamesTheIdToRepeat() {
        answering(new PushResult.Unknown("Nobody answered in time."));

        HttpResponse<String> answer = gateway.push("{\"user\":\"alice\",\"body\":1}");

        assertThat(answer.statusCode()).isEqualTo(504);
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("OUTCOME_UNKNOWN");
        assertThat(ApiGateway.json(answer).getString("id"))
                .isEqualTo(gateway.orders.get(0).id());
    }

    @Test
    void aPushThatFailsAgainstTheContractIsAnUnknownOutcomeToo() {
        gateway.push = order -> Future.failedFuture(new IllegalStateException("a bug"));

        assertThat(gateway.push("{\"user\":\"alice\",\"body\":1}").statusCode()).isEqualTo(504);
    }

    @Test
    void severalUsersHaveAStateEachInTheirOrder() {
        gateway.push = order -> Future.succeededFuture(
                switch (order.user()) {
                    case "alice" -> ApiGateway.STORED;
                    case "bob" -> new PushResult.Rejected(Refusal.MAILBOX_FULL, "Full.");
                    default -> new PushResult.Unknown("Late.");
                });

        HttpResponse<String> answer = gateway.push("{\"users\":[\"carol\",\"alice\",\"bob\"],\"body\":1}");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonArray results = ApiGateway.json(answer).getJsonArray("results");
        assertThat(results.getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("user", "carol")
                        .put("state", "unknown")
                        .put(
                                "error",
                                new JsonObject().put("code", "OUTCOME_UNKNOWN").put("message", "Late.")));
        assertThat(results.getJsonObject(1).getString("state")).isEqualTo("stored");
        assertThat(results.getJsonObject(2))
                .isEqualTo(new JsonObject()
                        .put("user", "bob")
                        .put("state", "rejected")
                        .put(
                                "error",
                                new JsonObject().put("code", "MAILBOX_FULL").put("message", "Full.")));
    }

    @Test
    void severalUsersShareOneIdAndOneBody() {
        gateway.push("{\"users\":[\"alice\",\"bob\"],\"body\":1}");

        PushOrder first = gateway.orders.get(0);
        PushOrder second = gateway.orders.get(1);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.body()).isSameAs(first.body());
    }

    @Test
    void aListOfOneIsAnsweredLikeAList() {
        answering(new PushResult.Rejected(Refusal.MAILBOX_FULL, "Full."));

        HttpResponse<String> answer = gateway.push("{\"users\":[\"alice\"],\"body\":1}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ApiGateway.result(answer).getString("state")).isEqualTo("rejected");
    }

    @Test
    void aThousandUsersOfTheLongestNamesAreTaken() {
        List<String> users = IntStream.range(0, 1000)
                .mapToObj(i -> String.format("%04d", i) + "é".repeat(126))
                .toList();

        HttpResponse<String> answer =
                gateway.push(new JsonObject().put("users", new JsonArray(users)).put("body", "b".repeat(60_000)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gateway.orders).extracting(PushOrder::user).containsExactlyElementsOf(users);
    }

    @Test
    void namesAreEscapedInAnswers() {
        String user = "a\"b\\c/é😀";

        HttpResponse<String> answer =
                gateway.push(new JsonObject().put("user", user).put("body", 1));

        assertThat(ApiGateway.result(answer).getString("user")).isEqualTo(user);
    }

    @Test
    void aBodyOfExactlyTheLimitIsTaken() {
        assertThat(gateway.push("{\"user\":\"alice\",\"body\":\"" + "b".repeat(65_534) + "\"}")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void aBodyOverTheLimitIs413() {
        HttpResponse<String> answer = gateway.push("{\"user\":\"alice\",\"body\":\"" + "b".repeat(65_535) + "\"}");

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(ApiGateway.json(answer).getString("field")).isEqualTo("body");
        assertThat(gateway.orders).isEmpty();
    }

    @Test
    void aRequestOutOfProportionIs413EvenWithoutALength() {
        byte[] blanks = " ".repeat(4_000_000).getBytes(StandardCharsets.US_ASCII);
        HttpResponse<String> answer = gateway.post(
                "/v1/push",
                "application/json",
                BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(blanks)));

        assertThat(answer.statusCode()).isEqualTo(413);
    }

    @Test
    void aMalformedPushIs400AndNamesTheField() {
        HttpResponse<String> answer = gateway.push("{\"user\":\"alice\",\"body\":1,\"ttlMillis\":0}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("BAD_REQUEST");
        assertThat(ApiGateway.json(answer).getString("field")).isEqualTo("ttlMillis");
        assertThat(gateway.orders).isEmpty();
    }

    @Test
    void anEmptyRequestIs400() {
        assertThat(gateway.push("").statusCode()).isEqualTo(400);
    }
}
