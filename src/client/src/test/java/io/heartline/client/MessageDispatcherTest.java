package io.heartline.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.client.ClientState.Online;
import io.heartline.client.ClientState.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that the application gets, and their acknowledgements. */
class MessageDispatcherTest {

    @Test
    void oneMessageAtATimeIsHandedOver() {
        Scene scene = Scene.online();
        scene.work = Promise.promise();
        scene.server.line().message("e1", 1, "a").message("e1", 2, "b");
        assertThat(scene.handed).containsExactly("a");
        Promise<Void> first = scene.work;
        scene.work = Promise.promise();
        scene.loop.run(first::complete);

        assertThat(scene.handed).containsExactly("a", "b");
    }

    @Test
    void acknowledgementsAreCumulativeAndComeSoon() {
        Scene scene = Scene.online();
        for (int seq = 1; seq <= 5; seq++) {
            scene.server.line().message("e1", seq, "m" + seq);
        }
        assertThat(scene.server.line().acks()).isEmpty();
        scene.loop.pass(20);
        assertThat(scene.server.line().acks()).containsExactly(5L);
        assertThat(scene.store.saved.orElseThrow().position().seq()).isEqualTo(5);
    }

    @Test
    void manyAreAcknowledgedAtOnce() {
        Scene scene = Scene.online();
        for (int seq = 1; seq <= 40; seq++) {
            scene.server.line().message("e1", seq, "m" + seq);
        }

        assertThat(scene.server.line().acks()).containsExactly(16L, 32L);
    }

    @Test
    void whatTheHandlerHasNotFinishedIsNotAcknowledged() {
        Scene scene = Scene.online();
        scene.work = Promise.promise();
        scene.server.line().message("e1", 1, "a").message("e1", 2, "b");
        for (int i = 0; i < 20; i++) {
            scene.loop.pass(900);
            scene.server.line().control();
        }

        assertThat(scene.server.line().acks()).isEmpty();
    }

    @Test
    void aHandlerAtWorkWhenTheConnectionGoesIsNotDisturbed() {
        Scene scene = Scene.online();
        scene.work = Promise.promise();
        scene.server.line().message("e1", 1, "a").message("e1", 2, "b");
        scene.server.line().closed(1006);
        FakeServer.Line line = scene.again("e1", 0, true);
        line.message("e1", 1, "a").message("e1", 2, "b");
        Promise<Void> first = scene.work;
        scene.work = null;
        scene.loop.run(first::complete);
        scene.loop.pass(20);

        assertThat(scene.handed).containsExactly("a", "b");
        assertThat(line.acks()).containsExactly(2L);
    }

    @Test
    void whatWasFinishedButNotHeardIsAcknowledgedAgain() {
        Scene scene = Scene.online();
        scene.server.line().message("e1", 1, "a");
        scene.server.line().closed(1006);
        FakeServer.Line line = scene.again("e1", 0, true);
        line.message("e1", 1, "a");
        scene.loop.pass(20);

        assertThat(scene.handed).containsExactly("a");
        assertThat(line.acks()).containsExactly(1L);
    }

    @Test
    void aHandlerThatFailsGetsTheSameMessageAgainLater() {
        Scene scene = Scene.online();
        scene.handlerFailure = new IllegalStateException("not yet");
        scene.server.line().message("e1", 1, "a").message("e1", 2, "b");
        assertThat(scene.handed).containsExactly("a");
        scene.loop.pass(500);
        assertThat(scene.handed).containsExactly("a", "a");
        scene.handlerFailure = null;
        scene.server.line().control();
        scene.loop.pass(1_000);

        assertThat(scene.handed).containsExactly("a", "a", "a", "b");
    }

    @Test
    void afterAResetMessagesWaitUntilTheApplicationHasReloaded() {
        Scene scene = Scene.online();
        scene.server.line().message("e1", 1, "a").closed(4006);
        scene.reload = Promise.promise();
        scene.again("e2", 0, false).message("e2", 1, "b");
        assertThat(scene.resets).isEqualTo(1);
        assertThat(scene.handed).containsExactly("a");
        scene.loop.run(scene.reload::complete);

        assertThat(scene.handed).containsExactly("a", "b");
    }

    @Test
    void transientMessagesPassBy() {
        Scene scene = Scene.online();
        scene.work = Promise.promise();
        scene.server.line().message("e1", 1, "a").say("{\"t\":\"message\",\"id\":\"typing\",\"at\":1,\"body\":{}}");
        scene.loop.run(scene.work::complete);
        scene.loop.pass(20);

        assertThat(scene.hints).containsExactly("typing");
        assertThat(scene.server.line().acks()).containsExactly(1L);
    }

    @Test
    void nothingIsAcknowledgedThatIsNotSaved() {
        Scene scene = Scene.online();
        scene.loop.pass(20);
        scene.store.failure = new IllegalStateException("the disk is full");
        scene.server.line().message("e1", 1, "a");
        scene.loop.pass(20);
        assertThat(scene.server.line().acks()).isEmpty();
        assertThat(scene.faults).containsExactly(scene.store.failure);
        scene.store.failure = null;
        scene.loop.pass(500);

        assertThat(scene.server.line().acks()).containsExactly(1L);
    }

    @Test
    void whatIsFinishedDuringASaveWaitsForTheNext() {
        Scene scene = Scene.online();
        scene.loop.pass(20);
        Promise<Void> save = Promise.promise();
        scene.store.slow = save;
        scene.server.line().message("e1", 1, "a");
        scene.loop.pass(20);
        scene.server.line().message("e1", 2, "b");
        scene.store.slow = null;
        scene.loop.run(save::complete);
        assertThat(scene.server.line().acks()).containsExactly(1L);
        scene.loop.pass(20);

        assertThat(scene.server.line().acks()).containsExactly(1L, 2L);
    }

    @Test
    void moreThanTheWindowEndsTheConnectionAndLosesNothing() {
        Scene scene = Scene.online();
        scene.work = Promise.promise();
        for (int seq = 1; seq <= 11; seq++) {
            scene.server.line().message("e1", seq, "m" + seq);
        }

        assertThat(scene.state(Waiting.class).reason()).contains("window");
    }

    @Test
    void aStopWaitsForTheHandlerAtWorkWithinBounds() {
        Scene scene = Scene.online();
        scene.work = Promise.promise();
        scene.server.line().message("e1", 1, "a");
        Future<Void> stopped = scene.client.stop();
        assertThat(scene.client.state()).isInstanceOf(Online.class);
        scene.server.line().control();
        scene.loop.pass(2_900);
        assertThat(stopped.isComplete()).isFalse();
        scene.loop.pass(100);
        assertThat(stopped.succeeded()).isTrue();
        scene.loop.run(scene.work::complete);
        scene.loop.pass(20);

        assertThat(scene.store.saved.orElseThrow().position().seq()).isEqualTo(1);
    }

    @Test
    void aRequestIsAnsweredOrRefused() {
        Scene scene = Scene.online();
        Future<Buffer> one = scene.client.send("orders", new JsonObject().put("item", 5));
        Future<Buffer> two = scene.client.send("nowhere", null);
        assertThat(scene.server.line().heard)
                .contains(
                        new JsonObject("{\"t\":\"send\",\"ref\":\"1\",\"to\":\"orders\",\"body\":{\"item\":5}}"),
                        new JsonObject("{\"t\":\"send\",\"ref\":\"2\",\"to\":\"nowhere\",\"body\":null}"));
        scene.server
                .line()
                .say("{\"t\":\"reply\",\"ref\":\"2\",\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"no\"}}")
                .say("{\"t\":\"reply\",\"ref\":\"1\",\"body\":{\"total\":12.50}}")
                .say("{\"t\":\"reply\",\"ref\":\"1\",\"body\":1}");

        assertThat(one.result()).hasToString("{\"total\":12.50}");
        assertThat(code(two)).isEqualTo("FORBIDDEN");
    }

    @Test
    void aRequestFailsWithItsConnection() {
        Scene scene = Scene.online();
        Future<Buffer> asked = scene.client.send("orders", 1);
        scene.server.line().closed(1006);
        Future<Buffer> later = scene.client.send("orders", 1);

        assertThat(List.of(code(asked), code(later))).containsOnly(SendFailure.DISCONNECTED);
    }

    @Test
    void requestsAreBounded() {
        Scene scene = Scene.online();
        for (int i = 0; i < 32; i++) {
            scene.client.send("orders", i);
        }

        assertThat(code(scene.client.send("orders", 33))).isEqualTo(SendFailure.BUSY);
        assertThat(code(Scene.online().client.send("orders", "x".repeat(70_000))))
                .isEqualTo(SendFailure.PAYLOAD_TOO_LARGE);
        assertThat(Scene.online().client.send("orders", Buffer.buffer("{")).cause())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestThatNobodyAnswersEnds() {
        Scene scene = Scene.online();
        Future<Buffer> asked = scene.client.send("orders", 1);
        for (int i = 0; i < 15; i++) {
            scene.server.line().control();
            scene.loop.pass(1_000);
        }

        assertThat(code(asked)).isEqualTo(SendFailure.TIMEOUT);
    }

    private static String code(Future<?> failed) {
        return ((SendFailure) failed.cause()).code();
    }
}
