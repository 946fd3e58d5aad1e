package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartline.api.NodeHealth.Phase;
import io.heartline.auth.ApiKeys;
import io.heartline.delivery.PushResult;
import io.heartline.delivery.PushResult.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BusApiTest {
    private static final JsonObject PUSH =
            new JsonObject().put("user", "alice").put("body", 1).put("id", "m1");

    private ApiGateway gateway;
    private BusApi bus;

    @BeforeEach
    void start() {
        gateway = ApiGateway.start();
        bus = gateway.on(
                () -> BusApi.listen(gateway.vertx, gateway.context(ApiConfig.DEFAULT, ApiKeys.open()), 100_000));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private JsonObject ask(Object body) {
        return ApiGateway.await(request(body)).body();
    }

    private Future<Message<JsonObject>> request(Object body) {
        return gateway.vertx.eventBus().request("heartline.push", body);
    }

    private ReplyException refusal(Object body) {
        try {
            request(body).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            return (ReplyException) refused.getCause();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was not refused");
    }

    @Test
    void aJsonObjectIsAnsweredWithTheJsonResult() {
        assertThat(ask(PUSH))
                .isEqualTo(new JsonObject()
                        .put("id", "m1")
                        .put(
                                "results",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("user", "alice")
                                                .put("state", "stored")
                                                .put("epoch", "epoch")
                                                .put("seq", 7)
                                                .put("sessions", 2)
                                                .put("duplicate", false))));
    }

    @Test
    void theBytesOfABufferArePassedOnAsTheyAre() {
        ask(Buffer.buffer("{\"user\":\"alice\",\"body\": [1.0 , 2] }"));

        assertThat(new String(gateway.orders.get(0).body().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("[1.0 , 2]");
    }

    @Test
    void severalUsersHaveAStateEach() {
        JsonObject answer = ask(new JsonObject()
                .put("users", new JsonArray().add("alice").add("bob"))
                .put("body", 1));

        assertThat(answer.getJsonArray("results")).hasSize(2);
    }

    @Test
    void aMalformedPushFailsWith400AndNamesTheField() {
        ReplyException refusal = refusal(new JsonObject().put("user", "alice"));

        assertThat(refusal.failureCode()).isEqualTo(400);
        assertThat(refusal.getMessage()).contains("body");
    }

    @Test
    void anotherTypeOfBodyFailsWith400() {
        assertThat(refusal("{\"user\":\"alice\",\"body\":1}").failureCode()).isEqualTo(400);
        assertThat(refusal(42).failureCode()).isEqualTo(400);
        assertThat(refusal(null).failureCode()).isEqualTo(400);
    }

    @Test
    void aFullMailboxFailsWith507() {
        gateway.push = order -> Future.succeededFuture(new PushResult.Rejected(Refusal.MAILBOX_FULL, "Full."));

        ReplyException refusal = refusal(PUSH);

        assertThat(refusal.failureCode()).isEqualTo(507);
        assertThat(refusal.getMessage()).isEqualTo("Full.");
    }

    @Test
    void anUnknownOutcomeFailsWith504AndNamesTheIdToRepeat() {
        gateway.push = order -> Future.succeededFuture(new PushResult.Unknown("Late."));

        ReplyException refusal = refusal(PUSH);

        assertThat(refusal.failureCode()).isEqualTo(504);
        assertThat(refusal.getMessage()).startsWith("Late.").contains("m1");
    }

    @Test
    void aClosingNodeFailsWith503() {
        gateway.health = new NodeHealth(Phase.CLOSING, List.of());

        assertThat(refusal(PUSH).failureCode()).isEqualTo(503);
        assertThat(gateway.orders).isEmpty();
    }

    @Test
    void aClosedListenerIsNotAskedAnyMore() {
        gateway.on(bus::close);

        assertThatThrownBy(() -> ask(PUSH)).hasRootCauseInstanceOf(ReplyException.class);
        assertThat(gateway.orders).isEmpty();
    }

    @Test
    void aServiceThatPushesFasterThanTheStoreIsRefusedWith503() {
        gateway.push = order -> Promise.<PushResult>promise().future();
        for (int i = 0; i < InFlightPushes.MOST; i++) {
            request(PUSH);
        }

        assertThat(refusal(PUSH).failureCode()).isEqualTo(503);
        assertThat(gateway.orders).hasSize(InFlightPushes.MOST);
    }

    @Test
    void theBodiesOfPushesThatWaitHaveABudgetAndPlainPushesDoNotCount() {
        Promise<PushResult> acknowledged = Promise.promise();
        gateway.push = order -> order.waitAcked() ? acknowledged.future() : Future.succeededFuture(ApiGateway.STORED);
        JsonObject plain = new JsonObject().put("user", "alice").put("body", "x".repeat(60_000));
        JsonObject waiting = plain.copy().put("wait", "acked");
        Future<Message<JsonObject>> first = request(waiting);

        ReplyException refused = refusal(waiting);
        assertThat(refused.failureCode()).isEqualTo(503);
        assertThat(refused).hasMessageContaining("100000 bytes");
        assertThat(ask(plain).getString("id")).isNotNull();

        gateway.on(() -> {
            acknowledged.complete(ApiGateway.STORED);
            return Future.succeededFuture();
        });
        ApiGateway.await(first);
        assertThat(ask(waiting).getString("id")).isNotNull();
    }
}
