package io.heartline.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.client.ClientState.Connecting;
import io.heartline.client.ClientState.Online;
import io.heartline.client.ClientState.Stopped;
import io.heartline.client.ClientState.Waiting;
import io.heartline.client.internal.ClientContext;
import io.heartline.client.internal.ClientSocket;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connecting, waiting and stopping of a client. */
class ConnectorTest {

    @Test
    void aClientSaysHelloAndIsOnline() {
        Scene scene = new Scene();
        scene.client.start();
        assertThat(scene.client.state()).isEqualTo(new Connecting(1));
        scene.server.line().open();

        assertThat(scene.server.line().url).isEqualTo("ws://one/v1/connect");
        assertThat(scene.server.line().hello())
                .isEqualTo(new JsonObject()
                        .put("t", "hello")
                        .put("user", "alice")
                        .put("device", "java-8000000000007f3a")
                        .put("attempt", 1_700_000_001_000L));
        scene.server.line().welcome("e1", 0, false);
        assertThat(scene.client.state()).isEqualTo(new Online("alice", "d", "s", "n"));
        assertThat(scene.resets).isZero();
    }

    @Test
    void eachConnectionRaisesTheAttemptAndNamesThePosition() {
        Scene scene = Scene.online();
        scene.server.line().message("e1", 1, "a").closed(1006);
        long first = scene.server.line().hello().getLong("attempt");
        scene.again("e1", 1, true);

        JsonObject hello = scene.server.line().hello();
        assertThat(hello.getLong("attempt")).isGreaterThan(first);
        assertThat(hello.getJsonObject("position")).isEqualTo(new JsonObject("{\"epoch\":\"e1\",\"seq\":1}"));
        assertThat(scene.server.line().url).isEqualTo("ws://two/v1/connect");
    }

    @Test
    void waitsGrowUntilAConnectionWasStable() {
        Scene scene = new Scene();
        scene.client.start();
        for (long millis : List.of(500L, 1_000L, 2_000L)) {
            scene.server.line().refuse(new RuntimeException("connection refused"));
            assertThat(scene.state(Waiting.class).millis()).isEqualTo(millis);
            scene.loop.pass(millis);
        }
        scene.server.line().open().welcome("e", 0, false);
        scene.loop.pass(900);
        scene.server.line().closed(1006);
        assertThat(scene.state(Waiting.class).millis()).isEqualTo(4_000);
        scene.loop.pass(4_000);
        scene.server.line().open().welcome("e", 0, true);
        for (int i = 0; i < 20; i++) {
            scene.loop.pass(500);
            scene.server.line().control();
        }
        scene.server.line().closed(1006);
        assertThat(scene.state(Waiting.class).millis()).isEqualTo(500);
        assertThat(scene.state(Waiting.class).failed()).isEqualTo(1);
    }

    @Test
    void aGoodbyeSaysHowLongToStayAway() {
        Scene scene = Scene.online();
        scene.server.line().say("{\"t\":\"goodbye\",\"code\":4000,\"reason\":\"draining\",\"retryAfterMillis\":1730}");

        assertThat(scene.client.state()).isEqualTo(new Waiting(1, 1_730, 4000, "draining"));
        scene.loop.pass(1_729);
        assertThat(scene.server.lines).hasSize(1);
        scene.loop.pass(1);
        assertThat(scene.server.lines).hasSize(2);
    }

    @Test
    void soDoesAServerThatRefusesTheUpgrade() {
        Scene scene = new Scene();
        scene.client.start();
        scene.server.line().refuse(new ClientSocket.UpgradeRefused(503, "", 7_000));

        assertThat(scene.state(Waiting.class).millis()).isEqualTo(7_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {4500, 4501, 4502, 4504, 4777, 4999})
    void stayAwayMeansStop(int code) {
        Scene scene = Scene.online();
        scene.server.line().closed(code);
        scene.loop.pass(1_000_000);

        assertThat(scene.why()).isEqualTo(new StopReason.TurnedAway(code, "closed by the server"));
        assertThat(scene.server.lines).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1006, 1009, 1011, 3000, 4000, 4007, 4321, 4499})
    void everythingElseMeansComeBack(int code) {
        Scene scene = Scene.online();
        scene.server.line().closed(code);
        scene.loop.pass(500);

        assertThat(scene.server.lines).hasSize(2);
    }

    @Test
    void errorAndCloseTogetherAreOneEnd() {
        Scene scene = Scene.online();
        FakeServer.Line line = scene.server.line();
        line.closed(1006);
        line.closed(1006);
        line.say("{\"t\":\"goodbye\",\"code\":4502,\"reason\":\"late\"}");
        scene.client.start();
        scene.client.retryNow();
        scene.client.retryNow();
        scene.loop.pass(10_000);

        assertThat(scene.server.lines).hasSize(2);
        assertThat(scene.client.state()).isEqualTo(new Connecting(2));
    }

    @Test
    void aTokenIsAskedForOnceAndAgainWhenItHasExpired() {
        Deque<String> tokens = new ArrayDeque<>(List.of("one", "two", "three"));
        Scene scene = new Scene(new ClientOptions("ws://one").token(() -> Future.succeededFuture(tokens.remove())));
        scene.start("e", 0);
        assertThat(scene.server.line().hello().getString("token")).isEqualTo("one");
        scene.server.line().closed(1006);
        scene.again("e", 0, true);
        assertThat(scene.server.line().hello().getString("token")).isEqualTo("one");
        scene.server.line().closed(4004);
        scene.again("e", 0, true);
        assertThat(scene.server.line().hello().getString("token")).isEqualTo("two");
    }

    @Test
    void aTokenThatCanNotBeJudgedYetIsShownAgainAfterTheTimeAskedFor() {
        Deque<String> tokens = new ArrayDeque<>(List.of("one"));
        Scene scene = new Scene(new ClientOptions("ws://one").token(() -> Future.succeededFuture(tokens.remove())));
        scene.client.start();
        for (int i = 0; i < 5; i++) {
            FakeServer.Line line = scene.server.line().open();
            assertThat(line.hello().getString("token")).isEqualTo("one");
            line.say("{\"t\":\"goodbye\",\"code\":4007,\"reason\":\"unknown key\",\"retryAfterMillis\":40000}");
            int lines = scene.server.lines.size();
            scene.loop.pass(39_999);
            assertThat(scene.server.lines).hasSize(lines);
            scene.loop.pass(1);
            assertThat(scene.server.lines).hasSize(lines + 1);
        }
        assertThat(tokens).isEmpty();
    }

    @Test
    void aTokenThatCanNotBeHadIsAFailedAttempt() {
        Scene scene = new Scene(new ClientOptions("ws://one").token(() -> {
            throw new IllegalStateException("no network");
        }));
        scene.client.start();

        assertThat(scene.state(Waiting.class).reason()).contains("no network");
        assertThat(scene.server.lines).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void soIsOneThatIsNone(String none) {
        Scene scene = new Scene(new ClientOptions("ws://one").token(() -> Future.succeededFuture(none)));
        scene.client.start();

        assertThat(scene.state(Waiting.class).reason()).isEqualTo("no token: the source gave none");
        assertThat(scene.server.lines).isEmpty();
    }

    @Test
    void aTokenThatNeverComesIsOneToo() {
        Scene scene = new Scene(new ClientOptions("ws://one")
                .token(() -> Promise.<String>promise().future()));
        scene.client.start();
        scene.loop.pass(15_000);

        assertThat(scene.state(Waiting.class).reason()).contains("no welcome in time");
    }

    @Test
    void maxAttemptsEndInAReason() {
        Scene scene = new Scene(new ClientOptions("ws://one").user("alice").maxAttempts(3));
        scene.client.start();
        for (int i = 0; i < 3; i++) {
            scene.server.line().refuse(new RuntimeException("connection refused"));
            scene.loop.pass(10_000);
        }

        assertThat(scene.why()).isEqualTo(new StopReason.Exhausted(3, "connection refused"));
        assertThat(scene.server.lines).hasSize(3);
        assertThat(scene.loop.timers()).isZero();
    }

    @Test
    void aDialThatEndsTooLateIsClosed() {
        Scene scene = new Scene();
        scene.client.start();
        FakeServer.Line late = scene.server.line();
        scene.loop.pass(15_000);
        late.open();

        assertThat(late.closes).isEqualTo(1);
        assertThat(late.heard).isEmpty();
    }

    @Test
    void aServerThatIsSilentIsAskedAndThenLeft() {
        Scene scene = Scene.online();
        FakeServer.Line line = scene.server.line();
        scene.loop.pass(999);
        assertThat(line.count("ping")).isZero();
        scene.loop.pass(1);
        assertThat(line.count("ping")).isEqualTo(1);
        scene.loop.pass(1_999);
        assertThat(scene.client.state()).isInstanceOf(Online.class);
        scene.loop.pass(1);

        assertThat(scene.state(Waiting.class).code()).isEqualTo(4001);
        assertThat(line.closes).isEqualTo(1);
        assertThat(line.count("ping")).isEqualTo(1);
    }

    @Test
    void whatIsHeardKeepsItAlive() {
        Scene scene = Scene.online();
        for (int i = 0; i < 10; i++) {
            scene.loop.pass(1_500);
            scene.server.line().say("{\"t\":\"pong\"}");
            scene.loop.pass(500);
            scene.server.line().control();
        }

        assertThat(scene.client.state()).isInstanceOf(Online.class);
    }

    @Test
    void aPingIsAnsweredUnlessTheLineIsFull() {
        Scene scene = Scene.online();
        scene.server.line().say("{\"t\":\"ping\"}");
        scene.server.line().full = true;
        scene.server.line().say("{\"t\":\"ping\"}");

        assertThat(scene.server.line().count("pong")).isEqualTo(1);
    }

    @Test
    void whatIsUnknownIsPassedOverAndWhatIsNoFrameEndsTheConnection() {
        Scene scene = Scene.online();
        scene.server.line().say("{\"t\":\"tide\"}");
        assertThat(scene.client.state()).isInstanceOf(Online.class);
        scene.server.line().say("{");

        assertThat(scene.state(Waiting.class).code()).isEqualTo(1002);
    }

    @Test
    void noTimerOutlivesItsSocket() {
        Scene scene = Scene.online();
        scene.client.send("orders", 1);
        scene.loop.pass(100);
        scene.server.line().closed(4502);

        assertThat(scene.client.state()).isInstanceOf(Stopped.class);
        assertThat(scene.loop.timers()).isZero();
    }

    @Test
    void aStopEndsAWaitAndAStartBeginsAgain() {
        Scene scene = Scene.online();
        scene.server.line().closed(1006);
        Future<Void> stopped = scene.client.stop();

        assertThat(stopped.succeeded()).isTrue();
        assertThat(scene.why()).isEqualTo(new StopReason.Asked());
        assertThat(scene.loop.timers()).isZero();
        scene.client.start();
        scene.server.line().open().welcome("e1", 0, true);
        assertThat(scene.client.state()).isInstanceOf(Online.class);
    }

    @Test
    void aStopDuringAWaitWaitsForTheHandlerAndTheStore() {
        Scene scene = Scene.online();
        scene.loop.pass(20);
        scene.work = Promise.promise();
        scene.server.line().message("e1", 1, "a").closed(1006);
        Future<Void> stopped = scene.client.stop();
        assertThat(stopped.isComplete()).isFalse();
        Promise<Void> save = Promise.promise();
        scene.store.slow = save;
        scene.loop.run(scene.work::complete);
        assertThat(stopped.isComplete()).isFalse();
        scene.loop.run(save::complete);

        assertThat(stopped.succeeded()).isTrue();
        assertThat(scene.store.saved.orElseThrow().position().seq()).isEqualTo(1);
        assertThat(scene.server.lines).hasSize(1);
        assertThat(scene.loop.timers()).isZero();
    }

    @Test
    void aStopWhoseConnectionIsLostWaitsForTheHandlerToo() {
        Scene scene = Scene.online();
        scene.work = Promise.promise();
        scene.server.line().message("e1", 1, "a");
        Future<Void> stopped = scene.client.stop();
        scene.server.line().closed(1006);
        assertThat(stopped.isComplete()).isFalse();
        scene.loop.run(scene.work::complete);

        assertThat(stopped.succeeded()).isTrue();
        assertThat(scene.store.saved.orElseThrow().position().seq()).isEqualTo(1);
    }

    @Test
    void aStartDuringAStopIsNotLost() {
        Scene scene = Scene.online();
        scene.work = Promise.promise();
        scene.server.line().message("e1", 1, "a");
        scene.client.stop();
        scene.client.start();
        assertThat(scene.client.state()).isInstanceOf(Online.class);
        scene.loop.run(scene.work::complete);

        assertThat(scene.client.state()).isEqualTo(new Connecting(1));
        assertThat(scene.server.lines).hasSize(2);
    }

    @Test
    void aStartAfterAStopAsksForANewToken() {
        Deque<String> tokens = new ArrayDeque<>(List.of("forged", "good"));
        Scene scene = new Scene(new ClientOptions("ws://one").token(() -> Future.succeededFuture(tokens.remove())));
        scene.start("e", 0);
        scene.server.line().closed(4500);
        scene.client.start();

        assertThat(scene.server.line().open().hello().getString("token")).isEqualTo("good");
    }

    @Test
    void aByeIsTheLastWord() {
        Scene scene = Scene.online();
        scene.work = Promise.promise();
        scene.server.line().message("e1", 1, "a");
        Future<Boolean> bye = scene.client.bye();
        assertThat(scene.server.line().count("bye")).isZero();
        scene.loop.run(scene.work::complete);

        assertThat(scene.server.line().acks()).containsExactly(1L);
        assertThat(scene.server.line().count("bye")).isEqualTo(1);
        scene.server.line().closed(1000);
        assertThat(bye.result()).isTrue();
        assertThat(scene.why()).isEqualTo(new StopReason.Bye(true));
    }

    @Test
    void aByeThatNobodyHearsEndsToo() {
        Scene scene = Scene.online();
        Future<Boolean> bye = scene.client.bye();
        scene.loop.pass(3_000);

        assertThat(bye.result()).isFalse();
        assertThat(scene.why()).isEqualTo(new StopReason.Bye(false));
        assertThat(scene.server.line().closes).isEqualTo(1);
    }

    @Test
    void aStoreThatCanNotBeReadStopsTheClient() {
        Scene scene = new Scene();
        scene.store.failure = new IllegalStateException("the disk is gone");
        scene.client.start();

        assertThat(scene.why()).isEqualTo(new StopReason.StoreFailed(scene.store.failure));
    }

    @Test
    void theNextRunGoesOnWhereThisOneWas() {
        Scene.Store store = new Scene.Store();
        store.saved = Optional.of(new SavedPosition("phone", 99, new Position("e1", 7), Map.of("g", "e1"), false));
        Scene scene = new Scene(new ClientOptions("ws://one"), store);
        scene.client.start();
        scene.server.line().open().welcome("e2", 0, false);
        scene.server.line().message("e2", 1, "g").message("e2", 2, "h");

        assertThat(scene.server.line().hello().getString("device")).isEqualTo("phone");
        assertThat(scene.server.line().hello().getJsonObject("position").getLong("seq"))
                .isEqualTo(7);
        assertThat(scene.resets).isEqualTo(1);
        assertThat(scene.handed).containsExactly("h");
    }

    @Test
    void aListenerThatThrowsHarmsNothing() {
        Scene scene = new Scene(new ClientOptions("ws://one").closeWithin(Duration.ofSeconds(1)));
        ClientListener rude = new ClientListener() {
            @Override
            public Future<?> onMessage(Message message) {
                return Future.succeededFuture();
            }

            @Override
            public void onState(ClientState state) {
                throw new IllegalStateException("rude");
            }

            @Override
            public void onFault(Throwable fault) {
                throw new IllegalStateException("ruder");
            }
        };
        HeartlineClient client = new HeartlineClient(new ClientContext(
                scene.loop, scene.server, new java.util.SplittableRandom(1), scene.options.settings(), rude));
        client.start();
        scene.server.line().open().welcome("e", 0, false).message("e", 1, "a");
        scene.loop.pass(20);

        assertThat(scene.server.line().acks()).containsExactly(1L);
    }
}
