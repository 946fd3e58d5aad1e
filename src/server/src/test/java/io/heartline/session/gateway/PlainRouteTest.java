package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.auth.Principal;
import io.heartline.auth.Unauthorized;
import io.heartline.session.TestConfig;
import io.heartline.session.dialect.OtherText;
import io.heartline.session.dialect.Route;
import io.heartline.session.dialect.Routes;
import io.heartline.session.dialect.TestRoutes;
import io.heartline.session.dialect.TokenPlace;
import io.heartline.session.dialect.UserPlace;
import io.heartline.session.gateway.RawClient.Frame;
import io.heartline.store.UserStore;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Attach;
import io.heartline.user.Device;
import io.heartline.user.UserCommand;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that do not speak heartline.v1, over real sockets. */
class PlainRouteTest {
    private final TestNode.Choices choices = new TestNode.Choices();
    private TestNode node;

    @AfterEach
    void stop() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    private void serve(Route... routes) throws Exception {
        choices.routes = new Routes(List.of(routes));
        node = new TestNode(choices);
    }

    private RawClient connect(String path, String... headers) throws IOException {
        return new RawClient(node.port(), path, List.of(headers));
    }

    /** A connection of Alice that is attached to her entry. */
    private RawClient alice() throws Exception {
        int before = sessions();
        RawClient client = connect("/ws?user=alice");
        assertThat(client.status).isEqualTo(101);
        until(() -> sessions() > before);
        return client;
    }

    private int sessions() {
        return node.entries.state("alice").sessions().size();
    }

    private long acked() {
        return node.entries.state("alice").mailbox().acked();
    }

    private void until(BooleanSupplier fact) throws Exception {
        TestNode.await(node.until(fact));
    }

    @Test
    void aPushIsABareBodyAndThePongOfThePingAfterItAcknowledges() throws Exception {
        serve(TestRoutes.query());
        try (RawClient client = alice()) {
            node.push("alice", "{ \"a\" : 1 }");
            assertThat(client.next()).extracting(Frame::opcode, Frame::text).containsExactly(1, "{ \"a\" : 1 }");
            Frame ping = client.next();
            assertThat(ping.opcode()).isEqualTo(RawClient.PING);
            assertThat(ping.text()).startsWith("1 ").hasSizeLessThanOrEqualTo(125);

            client.frame(RawClient.PONG, true, new byte[0]);
            client.say("ping");
            assertThat(client.next().text()).isEqualTo("pong");
            assertThat(acked()).isZero();

            client.frame(RawClient.PONG, true, ping.payload().getBytes());
            until(() -> acked() == 1);
        }
    }

    @Test
    void thePongOfAnotherConnectionAcknowledgesNothing() throws Exception {
        serve(TestRoutes.query());
        try (RawClient one = alice();
                RawClient two = alice()) {
            node.push("alice", "1");
            assertThat(one.next().text()).isEqualTo("1");
            assertThat(two.next().text()).isEqualTo("1");
            byte[] ofOne = one.next().payload().getBytes();
            byte[] ofTwo = two.next().payload().getBytes();

            one.frame(RawClient.PONG, true, ofTwo).say("ping");
            two.frame(RawClient.PONG, true, ofOne).say("ping");
            assertThat(one.next().text()).isEqualTo("pong");
            assertThat(two.next().text()).isEqualTo("pong");
        }
        until(() -> sessions() == 0); // by then every acknowledgement would have reached the entry
        assertThat(acked()).isZero();
    }

    @Test
    void whatCameInOneTurnIsFollowedByOnePingAndALongBacklogByOneForSixteen() throws Exception {
        serve(TestRoutes.query());
        for (int i = 1; i <= 40; i++) {
            node.push("alice", Integer.toString(i));
        }
        try (RawClient client = connect("/ws?user=alice")) {
            List<Integer> opcodes = new ArrayList<>();
            for (int i = 0; i < 43; i++) {
                opcodes.add(client.next().opcode());
            }
            assertThat(opcodes.subList(0, 17)).containsOnlyOnce(RawClient.PING).endsWith(RawClient.PING);
            assertThat(opcodes.get(33)).isEqualTo(RawClient.PING);
            assertThat(opcodes.get(42)).isEqualTo(RawClient.PING);
        }
    }

    @Test
    void whatWasNotProvedComesAgainOnTheNextConnectionOfTheSameDevice() throws Exception {
        serve(TestRoutes.query());
        try (RawClient client = alice()) {
            node.push("alice", "\"one\"");
            assertThat(client.next().text()).isEqualTo("one");
        }
        until(() -> sessions() == 0);
        try (RawClient client = connect("/ws?user=alice")) {
            assertThat(client.next().text()).isEqualTo("one");
        }
        assertThat(node.entries.state("alice").devices().all())
                .extracting(Device::name)
                .containsExactly("plain:page:1");
    }

    @Test
    void aTransientMessageIsABareBodyWithoutAPing() throws Exception {
        serve(TestRoutes.query());
        try (RawClient client = alice()) {
            node.push("alice", "7", true);
            assertThat(client.next().text()).isEqualTo("7");
            client.say("ping");
            assertThat(client.next().text()).isEqualTo("pong");
        }
    }

    @Test
    void aSilentClientIsPingedAndClosedWithNothingButACode() throws Exception {
        choices.config = TestConfig.heartbeat(Duration.ofMillis(200));
        serve(TestRoutes.query());
        try (RawClient client = alice()) {
            List<Frame> seen = new ArrayList<>();
            assertThat(client.closeCode(seen)).isEqualTo(4001);
            assertThat(seen).extracting(Frame::opcode).containsOnly(RawClient.PING);
        }
    }

    @Test
    void aNodeThatDrainsSaysNothingButItsCode() throws Exception {
        serve(TestRoutes.query());
        try (RawClient client = alice()) {
            Future<?> drained = node.gateway.drain(Duration.ZERO);
            List<Frame> seen = new ArrayList<>();
            assertThat(client.closeCode(seen)).isEqualTo(4000);
            assertThat(seen).isEmpty();
            TestNode.await(drained);
            assertThat(sessions()).isZero();
        }
    }

    @Test
    void aDeviceIsKeptForTheTimeOfItsRouteWhichIsAMinuteByDefault() throws Exception {
        serve(TestRoutes.query(), TestRoutes.kept("long", "/long", Duration.ofHours(2)));
        try (RawClient client = alice();
                RawClient other = connect("/long?user=bob")) {
            assertThat(keptMillis("alice")).isEqualTo(60_000);
            until(() -> !node.entries.state("bob").devices().all().isEmpty());
            assertThat(keptMillis("bob")).isEqualTo(7_200_000);
        }
    }

    private long keptMillis(String user) {
        return node.entries.state(user).devices().all().iterator().next().keepMillis();
    }

    @Test
    void aTextIsForwardedToAServiceWithWhoSaidIt() throws Exception {
        choices.config = TestConfig.inbound(Set.of("orders"));
        serve(TestRoutes.with(new OtherText.Forward("orders")));
        Promise<Message<String>> heard = Promise.promise();
        TestNode.await(node.vertx
                .eventBus()
                .<String>consumer("heartline.inbound.orders", heard::tryComplete)
                .completion());
        try (RawClient client = connect("/ws?user=alice")) {
            client.say("{\"item\":5}");
            Message<String> message = TestNode.await(heard.future());
            message.reply("ignored");

            assertThat(message.body()).isEqualTo("{\"item\":5}");
            assertThat(message.headers().get("user")).isEqualTo("alice");
            assertThat(message.headers().get("device")).isEqualTo("plain:page:1");
            client.say("ping");
            assertThat(client.next().text()).isEqualTo("pong");
        }
    }

    /** A store that answers an attach only when it is released. */
    private record HeldAttach(UserStore store, Future<Void> released) implements UserStore {
        @Override
        public <R> Future<R> submit(String user, UserCommand<R> command) {
            Future<R> answer = store.submit(user, command);
            Context loop = Vertx.currentContext();
            return command instanceof Attach
                    ? Future.future(
                            held -> released.onComplete(now -> loop.runOnContext(turn -> answer.onComplete(held))))
                    : answer;
        }
    }

    @Test
    void while32TextsWaitTheNextAreDroppedAndCounted() throws Exception {
        Promise<Void> released = Promise.promise();
        choices.config = TestConfig.inbound(Set.of("orders"));
        choices.store = store -> new HeldAttach(store, released.future());
        serve(TestRoutes.with(new OtherText.Forward("orders")));
        List<String> heard = new CopyOnWriteArrayList<>();
        TestNode.await(node.vertx
                .eventBus()
                .<String>consumer("heartline.inbound.orders", message -> heard.add(message.body()))
                .completion());
        try (RawClient client = alice()) {
            for (int i = 1; i <= 40; i++) {
                client.say("text " + i);
            }
            until(() -> node.meters.counter(MeterNames.TEXTS_DROPPED).count() == 8);
            released.complete();
            until(() -> heard.size() == 32);
            client.say("one more");
            until(() -> heard.size() == 33);
        }
        assertThat(heard.subList(0, 32))
                .isEqualTo(
                        IntStream.rangeClosed(1, 32).mapToObj(i -> "text " + i).toList());
        assertThat(heard).last().isEqualTo("one more");
        assertThat(node.meters.counter(MeterNames.TEXTS_DROPPED).count()).isEqualTo(8);
    }

    // --- before the upgrade

    private int status(String path, String... headers) throws IOException {
        try (RawClient client = connect(path, headers)) {
            return client.status;
        }
    }

    @Test
    void aUserThatIsMissingOrMalformedIsNamedBeforeTheUpgrade() throws Exception {
        serve(
                TestRoutes.query(),
                TestRoutes.with("seg", "/seg/{user}", new UserPlace.InPath(), new TokenPlace.Unsaid()));
        for (String path : List.of(
                "/ws",
                "/ws?",
                "/ws?user=",
                "/ws?user=%zz",
                "/ws?user=%ff",
                "/ws?user=a&user=b",
                "/ws?user=%00",
                "/ws?user=" + "x".repeat(257),
                "/ws?User=a",
                "/seg/",
                "/seg/%",
                "/seg/%0a")) {
            assertThat(status(path)).as(path).isEqualTo(400);
        }
        for (String path : List.of("/ws?user=a+b%20c", "/ws?x&user=%E5%BC%A0", "/seg/a%2Fb", "/seg/a+b?c")) {
            assertThat(status(path)).as(path).isEqualTo(101);
        }
        until(() -> !node.entries.state("a+b").devices().all().isEmpty());
        until(() -> !node.entries.state("a b c").devices().all().isEmpty());
        until(() -> !node.entries.state("张").devices().all().isEmpty());
    }

    @Test
    void aBareValueIsTheUserAndAFixedOneNeedsNone() throws Exception {
        serve(
                TestRoutes.with("task", "/websocket", new UserPlace.BareValue(2), new TokenPlace.Unsaid()),
                TestRoutes.with("counter", "/", new UserPlace.Fixed("counter"), new TokenPlace.Unsaid()));
        assertThat(status("/websocket?7")).isEqualTo(400);
        assertThat(status("/websocket?7&x=1&alice")).isEqualTo(101);
        until(() -> !node.entries.state("alice").devices().all().isEmpty());
        assertThat(status("/")).isEqualTo(101);
        until(() -> !node.entries.state("counter").devices().all().isEmpty());
    }

    @Test
    void originMethodAndLimitsAreThoseOfConnect() throws Exception {
        choices.limit = (request, connections) ->
                "busy".equals(request.getHeader("X")) ? new ConnectionRefusal(503, "UNAVAILABLE", "full", 5) : null;
        serve(TestRoutes.query());
        assertThat(status("/ws?user=a", "Origin: https://evil.example")).isEqualTo(403);
        assertThat(status("/ws?user=a", "Origin: https://good.example")).isEqualTo(101);
        try (RawClient client = connect("/ws?user=a", "X: busy")) {
            assertThat(client.status).isEqualTo(503);
            assertThat(client.header("retry-after")).isEqualTo("5");
        }
        assertThat(Http.status(node.port(), "GET", "/ws?user=a")).isEqualTo(426);
        assertThat(Http.status(node.port(), "POST", "/ws?user=a")).isEqualTo(405);
        assertThat(Http.status(node.port(), "GET", "/ws/")).isEqualTo(404);
    }

    @Test
    void noSubprotocolIsAccepted() throws Exception {
        serve(TestRoutes.query());
        try (RawClient client = connect("/ws?user=a", "Sec-WebSocket-Protocol: heartline.v1, other")) {
            assertThat(client.status).isEqualTo(101);
            assertThat(client.header("sec-websocket-protocol")).isEmpty();
        }
    }

    // --- tokens

    private void authenticate() {
        choices.authenticator = token -> switch (token) {
            case "a.l.ice" -> Future.succeededFuture(new Principal("alice", null, Long.MAX_VALUE));
            case "for.a.device" -> Future.succeededFuture(new Principal("alice", "phone", Long.MAX_VALUE));
            case "soon.to.end" ->
                Future.succeededFuture(new Principal("alice", null, System.currentTimeMillis() + 1_000));
            case "n.e.w" -> Future.failedFuture(Unauthorized.later("the token is not signed by a known key", 7_001));
            default -> Future.failedFuture(Unauthorized.invalid("the token is malformed"));
        };
    }

    @Test
    void aTokenInTheQueryMustBeOfTheUserInTheUrl() throws Exception {
        authenticate();
        serve(TestRoutes.with("q", "/q", new UserPlace.InQuery("user"), new TokenPlace.InQuery("token")));

        assertThat(status("/q?user=alice")).isEqualTo(401);
        assertThat(status("/q?user=alice&token=forged")).isEqualTo(401);
        assertThat(status("/q?user=alice&token=for.a.device")).isEqualTo(401);
        assertThat(status("/q?user=bob&token=a.l.ice")).isEqualTo(403);
        assertThat(status("/q?token=a.l.ice")).isEqualTo(400);
        try (RawClient client = connect("/q?user=alice&token=n.e.w")) {
            assertThat(client.status).isEqualTo(503);
            assertThat(client.header("retry-after")).isEqualTo("8");
        }
        assertThat(status("/q?user=alice&token=a.l.ice")).isEqualTo(101);
    }

    @Test
    void aTokenGivesTheUserWhereTheUrlHasNone() throws Exception {
        authenticate();
        serve(
                TestRoutes.with("h", "/h", new UserPlace.InToken(), new TokenPlace.InHeader()),
                TestRoutes.with("s", "/s", new UserPlace.InToken(), new TokenPlace.InSubprotocol()));

        assertThat(status("/h", "Authorization: Bearer a.l.ice")).isEqualTo(101);
        until(() -> !node.entries.state("alice").devices().all().isEmpty());
        assertThat(status("/h", "Authorization: Basic a.l.ice")).isEqualTo(401);
        assertThat(status("/s")).isEqualTo(401);
        try (RawClient client = connect("/s", "Sec-WebSocket-Protocol: bearer, a.l.ice")) {
            assertThat(client.status).isEqualTo(101);
            assertThat(client.header("sec-websocket-protocol")).isEqualTo("bearer");
        }
        try (RawClient client = connect("/s", "Sec-WebSocket-Protocol: a.l.ice")) {
            assertThat(client.header("sec-websocket-protocol")).isEqualTo("a.l.ice");
        }
    }

    @Test
    void aTokenThatRunsOutEndsTheConnection() throws Exception {
        authenticate();
        serve(TestRoutes.with("q", "/q", new UserPlace.InToken(), new TokenPlace.InQuery("token")));
        try (RawClient client = connect("/q?token=soon.to.end")) {
            assertThat(client.closeCode()).isEqualTo(4004);
        }
    }
}
