package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.Principal;
import io.heartline.auth.Unauthorized;
import io.heartline.session.TestConfig;
import io.heartline.session.gateway.RawClient.Frame;
import io.heartline.telemetry.MeterNames;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the socket to the welcome, over real sockets, with a client that may misbehave. */
class HandshakeTest {
    private final TestNode.Choices choices = new TestNode.Choices();
    private TestNode node;

    @AfterEach
    void stop() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private RawClient connect(String... headers) throws Exception {
        if (node == null) {
            node = new TestNode(choices);
        }
        return new RawClient(node.port(), headers);
    }

    @Test
    void aHelloIsAnsweredWithEverythingTheClientNeeds() throws Exception {
        try (RawClient client = connect("Sec-WebSocket-Protocol: other, heartline.v1")) {
            assertThat(client.status).isEqualTo(101);
            assertThat(client.header("sec-websocket-protocol")).isEqualTo("heartline.v1");
            assertThat(client.header("sec-websocket-extensions")).isEmpty();

            client.hello("alice", "web-1");

            JsonObject welcome = client.expect("welcome");
            assertThat(welcome.getString("user")).isEqualTo("alice");
            assertThat(welcome.getString("device")).isEqualTo("web-1");
            assertThat(welcome.getString("node")).isEqualTo("n1");
            assertThat(welcome.getString("session")).isNotEmpty();
            assertThat(welcome.getBoolean("resumed")).isFalse();
            assertThat(welcome.getJsonObject("position").getLong("seq")).isZero();
            assertThat(welcome.getJsonObject("position").getString("epoch")).isNotEmpty();
            assertThat(welcome.getInteger("pending")).isZero();
            assertThat(welcome.getLong("heartbeatMillis")).isEqualTo(25_000);
            assertThat(welcome.getLong("ackWithinMillis")).isEqualTo(60_000);
            assertThat(welcome.getLong("keepMillis")).isEqualTo(300_000);
            assertThat(welcome.getInteger("window")).isEqualTo(128);
            assertThat(welcome.getInteger("maxFrameBytes")).isEqualTo(65_536);
            assertThat(welcome.getJsonArray("features")).isEmpty();
        }
    }

    @Test
    void theWelcomeTellsTheConfiguredLimits() throws Exception {
        choices.config = TestConfig.limits(Duration.ofSeconds(11), Duration.ofSeconds(22), 33);
        try (RawClient client = connect()) {
            JsonObject welcome = client.hello("alice", "web-1").expect("welcome");

            assertThat(welcome.getLong("heartbeatMillis")).isEqualTo(11_000);
            assertThat(welcome.getLong("ackWithinMillis")).isEqualTo(22_000);
            assertThat(welcome.getInteger("window")).isEqualTo(33);
        }
    }

    @Test
    void whatIsPushedArrivesAndIsAcknowledged() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "web-1").expect("welcome");
            node.push("alice", "{ \"a\" : 1 }");

            Frame message = client.next();
            assertThat(message.text()).contains("\"body\":{ \"a\" : 1 }");
            assertThat(message.json().getLong("seq")).isEqualTo(1);

            client.say("{\"t\":\"ack\",\"seq\":1}").say("{\"t\":\"bye\"}");
            assertThat(client.closeCode()).isEqualTo(1000);
        }
        assertThat(node.entries.state("alice").mailbox().acked()).isEqualTo(1);
    }

    @Test
    void aBacklogLargerThanTheWindowFollowsTheAcknowledgements() throws Exception {
        node = new TestNode(choices);
        for (int i = 1; i <= 300; i++) {
            node.push("alice", "\"" + "x".repeat(500) + i + "\"");
        }
        try (RawClient client = connect()) {
            assertThat(client.hello("alice", "d").expect("welcome").getInteger("pending"))
                    .isEqualTo(300);
            for (int seq = 1; seq <= 300; seq++) {
                assertThat(client.expect("message").getLong("seq")).isEqualTo(seq);
                if (seq % 100 == 0) {
                    client.say("{\"t\":\"ack\",\"seq\":" + seq + "}");
                }
            }
        }
    }

    @Test
    void aTransientMessageReachesWhoIsThere() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d").expect("welcome");
            node.push("alice", "7", true);

            JsonObject message = client.expect("message");

            assertThat(message.containsKey("seq")).isFalse();
            assertThat(message.getInteger("body")).isEqualTo(7);
        }
    }

    @Test
    void aClientThatOffersOnlyUnknownSubprotocolsIsRefused() throws Exception {
        try (RawClient client = connect("Sec-WebSocket-Protocol: mqtt")) {
            assertThat(client.status).isEqualTo(400);
        }
    }

    @Test
    void aForbiddenOriginIsRefusedAndAnAllowedOneIsNot() throws Exception {
        try (RawClient bad = connect("Origin: https://evil.example");
                RawClient good = connect("Origin: https://good.example")) {
            assertThat(bad.status).isEqualTo(403);
            assertThat(good.status).isEqualTo(101);
        }
    }

    @Test
    void aLimitIsToldWithTheTimeToWait() throws Exception {
        choices.limit = (request, connections) -> new ConnectionRefusal(429, "RATE_LIMITED", "too many connections", 7);
        try (RawClient client = connect()) {
            assertThat(client.status).isEqualTo(429);
            assertThat(client.header("retry-after")).isEqualTo("7");
            assertThat(client.header("connection")).isEqualTo("close");
        }
    }

    @Test
    void whoSaysNothingInTimeIsClosed() throws Exception {
        choices.config = TestConfig.with(Duration.ofMillis(150));
        try (RawClient client = connect()) {
            client.frame(RawClient.PING, true, new byte[] {5});
            List<Frame> seen = new ArrayList<>();
            assertThat(client.closeCode(seen)).isEqualTo(4008);
            assertThat(seen.get(0).opcode()).isEqualTo(RawClient.PONG);
            assertThat(seen.get(1).json().getString("t")).isEqualTo("goodbye");
            assertThat(seen.get(1).json().getInteger("code")).isEqualTo(4008);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\":\"ping\"}",
                "{\"t\":\"ack\",\"seq\":1}",
                "{\"t\":\"what\",\"user\":\"alice\"}",
                "{\"t\":\"hello\"}",
                "{\"t\":\"hello\",\"user\":7}",
                "{\"t\":\"hello\",\"user\":\"\"}",
                "{\"t\":\"hello\",\"user\":\"a\\u0007b\"}",
                "{\"t\":\"hello\",\"user\":\"..\"}",
                "{\"t\":\"hello\",\"user\":\"alice\",\"device\":\"\"}",
                "{\"t\":\"hello\",\"user\":\"alice\",\"device\":\"a b\"}",
                "{\"t\":\"hello\",\"user\":\"alice\",\"device\":9}",
                "{\"t\":\"hello\",\"user\":\"alice\",\"position\":{\"seq\":3}}",
                "{\"t\":\"hello\",\"user\":\"alice\",\"position\":{\"epoch\":\"e\",\"seq\":-1}}",
                "{\"t\":\"hello\",\"user\":\"alice\",\"keepMillis\":\"long\"}",
                "hello",
                "[]",
                "{\"t\":\"hello\",\"user\":\"alice\"",
                ""
            })
    void whatIsNoProperHelloViolatesTheProtocol(String first) throws Exception {
        try (RawClient client = connect()) {
            client.say(first);
            List<Frame> seen = new ArrayList<>();
            assertThat(client.closeCode(seen)).isEqualTo(4501);
            assertThat(seen).hasSize(1);
            assertThat(seen.get(0).json().getString("reason")).isNotEmpty();
            assertThat(client.isOver()).isTrue();
        }
    }

    @Test
    void aSecondHelloViolatesTheProtocol() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d").hello("alice", "d");
            assertThat(client.closeCode()).isEqualTo(4501);
        }
    }

    @Test
    void anAcknowledgementOfWhatWasNeverSentViolatesTheProtocol() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d").expect("welcome");
            client.say("{\"t\":\"ack\",\"seq\":0}").say("{\"t\":\"ack\",\"seq\":1}");
            assertThat(client.closeCode()).isEqualTo(4501);
        }
    }

    @Test
    void aBinaryMessageIsNotUnderstood() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d").expect("welcome");
            client.frame(RawClient.BINARY, true, new byte[] {1});
            assertThat(client.closeCode()).isEqualTo(1003);
        }
    }

    @Test
    void aFrameThatIsTooBigClosesWith1009ThoughMuchOfItIsStillUnread() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d").expect("welcome");
            client.frame(RawClient.TEXT, true, new byte[2_000_000]);
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aMessageThatIsTooBigOnlyAsAWholeClosesWith1009() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d").expect("welcome");
            client.frame(RawClient.TEXT, false, spaces(60_000));
            client.frame(RawClient.CONTINUATION, true, spaces(6_000));
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void aMessageMayComeInFragmentsWithControlFramesBetween() throws Exception {
        try (RawClient client = connect()) {
            byte[] hello = "{\"t\":\"hello\",\"user\":\"Zoë\",\"device\":\"d\"}".getBytes(StandardCharsets.UTF_8);
            int cut = new String(hello, StandardCharsets.ISO_8859_1).indexOf("Zo") + 3; // inside the ë
            client.frame(RawClient.TEXT, false, Arrays.copyOf(hello, cut));
            client.frame(RawClient.PING, true, "mid".getBytes(StandardCharsets.UTF_8));
            client.frame(RawClient.CONTINUATION, false, new byte[0]);
            client.frame(RawClient.CONTINUATION, true, Arrays.copyOfRange(hello, cut, hello.length));

            Frame pong = client.next();
            assertThat(pong.opcode()).isEqualTo(RawClient.PONG);
            assertThat(pong.text()).isEqualTo("mid");
            assertThat(client.expect("welcome").getString("user")).isEqualTo("Zoë");
        }
    }

    @Test
    void textThatIsNotUtf8ClosesWith1007() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d").expect("welcome");
            client.frame(RawClient.TEXT, true, new byte[] {'"', (byte) 0xC3, '"'});
            assertThat(client.closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void anUnmaskedFrameIsNoWebSocket() throws Exception {
        try (RawClient client = connect()) {
            client.frame(RawClient.TEXT, true, false, "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void aPingOfEitherKindIsAnsweredAtOnce() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d").expect("welcome");
            client.say("{\"t\":\"ping\"}").expect("pong");
            client.frame(RawClient.PING, true, new byte[0]);
            assertThat(client.next().opcode()).isEqualTo(RawClient.PONG);
        }
    }

    @Test
    void aClientThatClosesGetsItsCodeBackAndIsDetached() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d").expect("welcome");
            client.frame(RawClient.CLOSE, true, new byte[] {0x0F, (byte) 0xA1});
            assertThat(client.next().closeCode()).isEqualTo(0x0FA1);
            assertThat(client.isOver()).isTrue();
        }
        node.drain(Duration.ZERO);
        assertThat(node.entries.state("alice").sessions()).isEmpty();
        assertThat(node.entries.state("alice").devices().all()).hasSize(1);
    }

    @Test
    void aDeviceWithoutANameGetsOne() throws Exception {
        try (RawClient client = connect()) {
            String device = client.say("{\"t\":\"hello\",\"user\":\"alice\"}")
                    .expect("welcome")
                    .getString("device");
            assertThat(device).matches("[A-Za-z0-9._:-]{1,64}");
        }
    }

    @Test
    void theSameDeviceAgainReplacesTheFirstConnection() throws Exception {
        try (RawClient first = connect();
                RawClient second = connect()) {
            first.hello("alice", "d").expect("welcome");
            second.hello("alice", "d").expect("welcome");
            assertThat(first.closeCode()).isEqualTo(4502);
            node.push("alice", "1");
            second.expect("message");
        }
    }

    @Test
    void anOlderAttemptIsToldToTryLater() throws Exception {
        try (RawClient newer = connect();
                RawClient older = connect()) {
            newer.say("{\"t\":\"hello\",\"user\":\"alice\",\"device\":\"d\",\"attempt\":2}")
                    .expect("welcome");
            older.say("{\"t\":\"hello\",\"user\":\"alice\",\"device\":\"d\",\"attempt\":1}");
            assertThat(older.closeCode()).isEqualTo(4007);
            newer.say("{\"t\":\"ping\"}").expect("pong");
        }
    }

    @Test
    void aTokenSaysWhoItIsAndWhatIsWrongWithItClosesWithItsCode() throws Exception {
        choices.authenticator = token -> switch (token) {
            case "good" -> Future.succeededFuture(new Principal("alice", "d1", Long.MAX_VALUE));
            case "old" -> Future.failedFuture(Unauthorized.expired("token: has expired"));
            case "new" -> Future.failedFuture(Unauthorized.later("token: is not signed by a known key", 7_000));
            default -> Future.failedFuture(Unauthorized.invalid("token: is forged"));
        };
        try (RawClient good = connect();
                RawClient old = connect();
                RawClient forged = connect();
                RawClient early = connect();
                RawClient missing = connect();
                RawClient other = connect()) {
            JsonObject welcome =
                    good.say("{\"t\":\"hello\",\"token\":\"good\"}").expect("welcome");
            assertThat(welcome.getString("user")).isEqualTo("alice");
            assertThat(welcome.getString("device")).isEqualTo("d1");
            assertThat(old.say("{\"t\":\"hello\",\"token\":\"old\"}").closeCode())
                    .isEqualTo(4004);
            assertThat(forged.say("{\"t\":\"hello\",\"token\":\"x\"}").closeCode())
                    .isEqualTo(4500);
            JsonObject later = early.say("{\"t\":\"hello\",\"token\":\"new\"}").expect("goodbye");
            assertThat(later.getInteger("code")).isEqualTo(4007);
            assertThat(later.getLong("retryAfterMillis")).isEqualTo(7_000);
            assertThat(missing.say("{\"t\":\"hello\",\"user\":\"alice\"}").closeCode())
                    .isEqualTo(4500);
            assertThat(other.say("{\"t\":\"hello\",\"token\":\"good\",\"device\":\"d2\"}")
                            .closeCode())
                    .isEqualTo(4500);
        }
        assertThat(refusedTokens("invalid"))
                .as("forged, missing, of another device")
                .isEqualTo(3);
        assertThat(refusedTokens("expired")).isEqualTo(1);
        assertThat(refusedTokens("unknown")).isEqualTo(1);
    }

    private double refusedTokens(String reason) {
        return node.meters
                .get(MeterNames.REFUSED)
                .tags("kind", "token", "reason", reason)
                .counter()
                .count();
    }

    @Test
    void aTokenOfBeforeItsUserWasDisconnectedIsRefusedForGood() throws Exception {
        choices.authenticator =
                token -> Future.succeededFuture(new Principal("alice", "d1", Long.MAX_VALUE, Long.parseLong(token)));
        try (RawClient before = connect();
                RawClient again = connect();
                RawClient after = connect()) {
            before.say("{\"t\":\"hello\",\"token\":\"1000\"}").expect("welcome");
            node.disconnect("alice", 2_000);
            assertThat(before.closeCode()).isEqualTo(4504);

            assertThat(again.say("{\"t\":\"hello\",\"token\":\"1000\"}").closeCode())
                    .isEqualTo(4500);
            after.say("{\"t\":\"hello\",\"token\":\"2000\"}").expect("welcome");
        }
        assertThat(refusedTokens("forbidden")).isEqualTo(1);
    }

    @Test
    void framesSentBeforeTheWelcomeAreAnsweredAfterIt() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d")
                    .say("{\"t\":\"ping\"}")
                    .say("{\"t\":\"send\",\"ref\":\"1\",\"to\":\"x\",\"body\":1}");
            client.expect("welcome");
            client.expect("pong");
            assertThat(client.expect("reply").getJsonObject("error").getString("code"))
                    .isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void aDrainTellsEveryClientWhenToComeBackAndTakesNoMore() throws Exception {
        try (RawClient client = connect()) {
            client.hello("alice", "d").expect("welcome");
            List<Frame> seen = new ArrayList<>();
            Future<Void> drained = node.gateway.drain(Duration.ofMillis(200));
            assertThat(client.closeCode(seen)).isEqualTo(4000);
            assertThat(seen.get(0).json().getLong("retryAfterMillis")).isBetween(0L, 5_000L);
            TestNode.await(drained);
        }
        assertThat(node.entries.state("alice").sessions()).isEmpty();
        assertThat(node.gateway.sessions()).isZero();
        try (RawClient late = connect()) {
            assertThat(late.status).isEqualTo(503);
            assertThat(late.header("Retry-After")).isNotNull();
        }
        assertThat(Http.status(node.port(), "GET", "/health/live"))
                .as("other requests are still the API's to answer")
                .isEqualTo(404);
    }

    @Test
    void aRequestThatIsNoWebSocketOfOursGoesElsewhere() throws Exception {
        node = new TestNode(choices);
        assertThat(Http.status(node.port(), "GET", "/v1/cluster")).isEqualTo(404);
        assertThat(Http.status(node.port(), "GET", "/v1/connect")).isEqualTo(426);
        assertThat(Http.status(node.port(), "POST", "/v1/connect")).isEqualTo(405);
    }

    @Test
    void aServiceAnswersWhatAClientSends() throws Exception {
        choices.config = TestConfig.inbound(Set.of("orders", "nobody", "broken"));
        try (RawClient client = connect()) {
            node.vertx
                    .eventBus()
                    .<JsonObject>consumer(
                            "heartline.inbound.orders",
                            request -> request.reply(new JsonObject()
                                    .put("user", request.headers().get("user"))
                                    .put("device", request.headers().get("device"))
                                    .put("got", request.body())));
            node.vertx.eventBus().consumer("heartline.inbound.broken", request -> request.fail(3, "no stock"));
            client.hello("alice", "d").expect("welcome");

            client.say("{\"t\":\"send\",\"ref\":\"1\",\"to\":\"orders\",\"body\":{\"n\":[1,null]}}");
            JsonObject answer = client.expect("reply");
            assertThat(answer.getString("ref")).isEqualTo("1");
            assertThat(answer.getJsonObject("body"))
                    .isEqualTo(new JsonObject("{\"user\":\"alice\",\"device\":\"d\",\"got\":{\"n\":[1,null]}}"));

            client.say("{\"t\":\"send\",\"ref\":\"2\",\"to\":\"nobody\",\"body\":null}");
            assertThat(client.expect("reply").getJsonObject("error").getString("code"))
                    .isEqualTo("NO_SERVICE");
            client.say("{\"t\":\"send\",\"ref\":\"3\",\"to\":\"broken\",\"body\":1}");
            assertThat(client.expect("reply").getJsonObject("error").getString("message"))
                    .isEqualTo("no stock");
            client.say("{\"t\":\"send\",\"ref\":\"4\",\"to\":\"secret\",\"body\":1}");
            assertThat(client.expect("reply").getJsonObject("error").getString("code"))
                    .isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void aSessionMayNotAskTooMuchAtOnceAndAnAnswerMayNotBeTooLarge() throws Exception {
        choices.config = TestConfig.inbound(Set.of("silent", "raw", "wrong", "large"));
        try (RawClient client = connect()) {
            node.vertx.eventBus().consumer("heartline.inbound.silent", request -> {});
            node.vertx
                    .eventBus()
                    .consumer("heartline.inbound.raw", request -> request.reply(Buffer.buffer("{ \"a\": 1.0 }")));
            node.vertx
                    .eventBus()
                    .consumer("heartline.inbound.wrong", request -> request.reply(Buffer.buffer("{\"a\"")));
            node.vertx.eventBus().consumer("heartline.inbound.large", request -> request.reply("x".repeat(70_000)));
            client.hello("alice", "d").expect("welcome");

            client.say("{\"t\":\"send\",\"ref\":\"raw\",\"to\":\"raw\",\"body\":\"q\"}");
            assertThat(client.next().text()).contains("\"body\":{ \"a\": 1.0 }");
            assertThat(code(client, "wrong")).isEqualTo("FAILED");
            assertThat(code(client, "large")).isEqualTo("PAYLOAD_TOO_LARGE");
            for (int i = 0; i < 32; i++) {
                client.say("{\"t\":\"send\",\"ref\":\"" + i + "\",\"to\":\"silent\",\"body\":1}");
            }
            assertThat(code(client, "silent")).isEqualTo("BUSY");
            assertThat(code(client, "secret")).isEqualTo("FORBIDDEN");
        }
    }

    private static String code(RawClient client, String to) throws Exception {
        client.say("{\"t\":\"send\",\"ref\":\"r\",\"to\":\"" + to + "\",\"body\":1}");
        return client.expect("reply").getJsonObject("error").getString("code");
    }

    private static byte[] spaces(int length) {
        return " ".repeat(length).getBytes(StandardCharsets.US_ASCII);
    }
}
