package io.heartline.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.store.StoreException;
import io.heartline.user.Ack;
import io.heartline.user.Attach;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.Body;
import io.heartline.user.Eviction;
import io.heartline.user.LiveSession;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.ReadLimit;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserEndpointTest {
    private ApiGateway gateway;
    private long now;

    @BeforeEach
    void start() {
        gateway = ApiGateway.start();
        now = gateway.now.get();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Pushed store(String user, String id) {
        Body body = Body.of("1".getBytes(StandardCharsets.UTF_8));
        Push push = new Push(id, body, 60_000, null, MailboxLimits.DEFAULT, 1, now);
        return (Pushed) gateway.on(() -> gateway.store.submit(user, push));
    }

    private Attached attach(String user, String device) {
        LiveSession session = new LiveSession("s-" + device, "node", 0, LiveSession.NO_ATTEMPT, now, "websocket");
        Attach attach = new Attach(
                session, new Attach.Target.Named(device), 60_000, null, false, new ReadLimit(100, 100_000), 1, now);
        return (Attached) gateway.on(() -> gateway.store.submit(user, attach));
    }

    private void ack(String user, String device, Pushed pushed) {
        Ack ack = new Ack(
                "s-" + device, pushed.position().epoch(), pushed.position().seq(), now);
        gateway.on(() -> gateway.store.submit(user, ack));
    }

    @Test
    void anUnknownUserIsOffline() {
        HttpResponse<String> answer = gateway.get("/v1/users/nobody");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(ApiGateway.json(answer))
                .isEqualTo(new JsonObject()
                        .put("user", "nobody")
                        .put("online", false)
                        .put("epoch", null)
                        .put("head", 0)
                        .put("pending", 0)
                        .put("sessions", new JsonArray())
                        .put("devices", new JsonArray()));
    }

    @Test
    void aUserIsDescribedWithItsSessionsAndDevices() {
        attach("alice", "web");
        Pushed first = store("alice", "m1");
        store("alice", "m2");
        ack("alice", "web", first);

        assertThat(ApiGateway.json(gateway.get("/v1/users/alice")))
                .isEqualTo(new JsonObject()
                        .put("user", "alice")
                        .put("online", true)
                        .put("epoch", first.position().epoch())
                        .put("head", 2)
                        .put("pending", 1)
                        .put(
                                "sessions",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("session", "s-web")
                                                .put("device", "web")
                                                .put("node", "node")
                                                .put("since", now)
                                                .put("transport", "websocket")))
                        .put(
                                "devices",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("device", "web")
                                                .put("acked", 1)
                                                .put("online", true)
                                                .put("lastSeen", now))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a%20b|a b",
                "a+b|a+b",
                "a%2Fb|a/b",
                "a%2fb%2F|a/b/",
                "%C3%A9%F0%9F%98%80|é😀",
                "a%2541|a%41",
                "%41|A",
                "a@b.example|a@b.example",
                "...|...",
                "a%3Fb%23|a?b#",
                "a;b=c|a;b=c",
            })
    void aUserInAPathIsPercentDecoded(String segment, String user) {
        attach(user, "web");

        JsonObject answer = ApiGateway.json(gateway.get("/v1/users/" + segment));

        assertThat(answer.getString("user")).isEqualTo(user);
        assertThat(answer.getBoolean("online")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%ff", "%C3", "%ED%A0%80", "%00", "a%0A", "%7F", "%C2%85"})
    void aUserThatCanNotBeIsRefusedAndTheFieldNamed(String segment) {
        HttpResponse<String> answer = gateway.get("/v1/users/" + segment);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(ApiGateway.json(answer).getString("field")).isEqualTo("user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"alice/devices/%2E%2E/messages", "alice/devices/.%2e/messages", "bob/%2e%2E/alice/messages"})
    void aNameOfDotsIsNeverHeardAsAnotherPath(String path) {
        store("alice", "m1");

        assertThat(gateway.delete("/v1/users/" + path).statusCode()).isEqualTo(400);

        assertThat(ApiGateway.json(gateway.get("/v1/users/alice")).getInteger("pending"))
                .isEqualTo(1);
    }

    @Test
    void aUserInAPathMayHave256BytesAndNoMore() {
        assertThat(gateway.get("/v1/users/" + "%C3%A9".repeat(128)).statusCode())
                .isEqualTo(200);
        assertThat(gateway.get("/v1/users/" + "%C3%A9".repeat(128) + "a").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aClearedMailboxOwesNothing() {
        store("alice", "m1");

        assertThat(gateway.delete("/v1/users/alice/messages").statusCode()).isEqualTo(204);
        assertThat(ApiGateway.json(gateway.get("/v1/users/alice")).getInteger("pending"))
                .isZero();
        assertThat(ApiGateway.json(gateway.get("/v1/users/alice/messages/m1")).getString("state"))
                .isEqualTo("expired");
    }

    @Test
    void theMailboxOfAnUnknownUserIsClearAlready() {
        HttpResponse<String> answer = gateway.delete("/v1/users/nobody/messages");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aMessageTellsWhoHasAcknowledgedIt() {
        attach("alice", "web");
        attach("alice", "phone");
        Pushed pushed = store("alice", "m1");
        ack("alice", "web", pushed);

        HttpResponse<String> answer = gateway.get("/v1/users/alice/messages/m1");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonObject message = ApiGateway.json(answer);
        assertThat(message.getString("id")).isEqualTo("m1");
        assertThat(message.getString("epoch")).isEqualTo(pushed.position().epoch());
        assertThat(message.getLong("seq")).isEqualTo(1);
        assertThat(message.getString("state")).isEqualTo("acked");
        assertThat(message.getLong("storedAt")).isEqualTo(now);
        assertThat(message.getJsonArray("devices"))
                .containsExactlyInAnyOrder(
                        new JsonObject().put("device", "web").put("acked", true),
                        new JsonObject().put("device", "phone").put("acked", false));
    }

    @Test
    void anUnknownMessageIs404() {
        HttpResponse<String> answer = gateway.get("/v1/users/alice/messages/m1");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(ApiGateway.json(answer).getString("code")).isEqualTo("NOT_FOUND");
    }

    @Test
    void aRemovedDeviceIsNoLongerKeptAndItsSessionEvicted() {
        attach("alice", "web");

        assertThat(gateway.delete("/v1/users/alice/devices/web").statusCode()).isEqualTo(204);

        assertThat(ApiGateway.json(gateway.get("/v1/users/alice")).getJsonArray("devices"))
                .isEmpty();
        assertThat(gateway.removed).hasSize(1);
        assertThat(gateway.removed.get(0).evictions())
                .extracting(Eviction::cause)
                .containsExactly(Eviction.Cause.REMOVED);
    }

    @Test
    void aRemovedSessionIsEvictedAndItsDeviceKept() {
        attach("alice", "web");

        assertThat(gateway.delete("/v1/users/alice/sessions/s-web").statusCode())
                .isEqualTo(204);

        JsonObject alice = ApiGateway.json(gateway.get("/v1/users/alice"));
        assertThat(alice.getBoolean("online")).isFalse();
        assertThat(alice.getJsonArray("devices")).hasSize(1);
        assertThat(gateway.removed).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"devices/web", "sessions/s-web"})
    void whatIsNotThereCanNotBeRemoved(String thing) {
        assertThat(gateway.delete("/v1/users/alice/" + thing).statusCode()).isEqualTo(404);
        assertThat(gateway.removed).isEmpty();
    }

    @Test
    void aDevicesNameIsPercentDecoded() {
        attach("alice", "plain:a:1");

        assertThat(gateway.delete("/v1/users/alice/devices/plain%3Aa%3A1").statusCode())
                .isEqualTo(204);
    }

    @Test
    void anUnavailableStoreIs503() {
        gateway.store.failure = new StoreException(StoreException.Kind.UNAVAILABLE, "Too few nodes are in sight.");

        HttpResponse<String> answer = gateway.get("/v1/users/alice");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(ApiGateway.json(answer).getString("detail")).isEqualTo("Too few nodes are in sight.");
    }

    @Test
    void aStoreThatDoesNotAnswerIs504() {
        gateway.store.failure = new StoreException(StoreException.Kind.OUTCOME_UNKNOWN, "Nobody answered.");

        assertThat(gateway.delete("/v1/users/alice/messages").statusCode()).isEqualTo(504);
    }
}
