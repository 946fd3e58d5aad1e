package io.heartline.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.client.ClientState.Online;
import io.heartline.client.ClientState.Stopped;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Messages whose handler fails, and resets that fail. */
class FailedMessageTest {
    private final Scene scene = Scene.online();

    @Test
    void withoutADecisionTheTriesGoOnAndEachIsTold() {
        fail("a");
        passUntilTries(9);

        assertThat(scene.handed).containsOnly("a");
        assertThat(scene.failedTries).containsExactly(5, 6, 7, 8, 9);
        assertThat(scene.client.state()).isInstanceOf(Online.class);
        scene.handlerFailure = null;
        passUntilTries(10);
        pass(20);
        assertThat(scene.server.line().acks()).containsExactly(1L);
        assertThat(scene.failedTries).hasSize(5);
    }

    @Test
    void waitsDoubleUpTo30Seconds() {
        fail("a");
        for (long wait : List.of(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L)) {
            int tries = scene.handed.size();
            pass(wait - 1);
            assertThat(scene.handed).hasSize(tries);
            pass(1);
            assertThat(scene.handed).hasSize(tries + 1);
        }
    }

    @Test
    void aSkippedMessageCountsAsFinished() {
        scene.decision = Future.succeededFuture(FailureDecision.SKIP);
        fail("a");
        passUntilTries(5);
        pass(20);

        assertThat(scene.server.line().acks()).containsExactly(1L);
        assertThat(scene.store.saved.orElseThrow().position()).isEqualTo(new Position("e1", 1));
        assertThat(scene.store.saved.orElseThrow().ids()).containsKey("a");
        pass(100_000);
        assertThat(scene.handed).hasSize(5);
    }

    @Test
    void aDecisionCountsWheneverItComesAndTheNextMessageFollowsAtOnce() {
        Promise<FailureDecision> late = Promise.promise();
        scene.decision = late.future();
        fail("a");
        scene.server.line().message("e1", 2, "b");
        passUntilTries(7);
        scene.handlerFailure = null;
        scene.loop.run(() -> late.complete(FailureDecision.SKIP));

        assertThat(scene.handed).hasSize(8).endsWith("b");
        pass(100_000);
        assertThat(scene.handed).hasSize(8);
    }

    @Test
    void aMessageThatIsSkippedDuringATryWaitsForItsEnd() {
        Promise<FailureDecision> late = Promise.promise();
        scene.decision = late.future();
        fail("a");
        scene.server.line().message("e1", 2, "b");
        passUntilTries(5);
        scene.handlerFailure = null;
        Promise<Void> sixth = Promise.promise();
        scene.work = sixth;
        passUntilTries(6);
        scene.loop.run(() -> late.complete(FailureDecision.SKIP));
        pass(20);

        assertThat(scene.server.line().acks()).containsExactly(1L);
        assertThat(scene.handed).hasSize(6).doesNotContain("b");
        scene.work = null;
        scene.loop.run(() -> sixth.fail("too late"));
        assertThat(scene.handed).hasSize(7).endsWith("b");
        assertThat(scene.failedTries).containsExactly(5);
    }

    @Test
    void aStopKeepsTheMessageAndAcknowledgesTheOnesBefore() {
        scene.decision = Future.succeededFuture(FailureDecision.STOP);
        scene.server.line().message("e1", 1, "before");
        scene.handlerFailure = new IllegalStateException("poison");
        scene.server.line().message("e1", 2, "a");
        passUntilTries(6);

        assertThat(scene.why()).isInstanceOfSatisfying(StopReason.HandlerFailed.class, stop -> {
            assertThat(stop.message().id()).isEqualTo("a");
            assertThat(stop.failure()).isSameAs(scene.handlerFailure);
        });
        assertThat(scene.server.line().acks()).containsExactly(1L);
        assertThat(scene.server.line().count("bye")).isZero();
        assertThat(scene.server.line().closes).isEqualTo(1);
        assertThat(scene.loop.timers()).isZero();
        assertThat(scene.store.saved.orElseThrow().position().seq()).isEqualTo(1);
    }

    @Test
    void afterAStopItComesFirstAndTheTriesCountFromOne() {
        scene.decision = Future.succeededFuture(FailureDecision.STOP);
        fail("a");
        passUntilTries(5);
        scene.client.start();
        scene.server.line().open().welcome("e1", 0, true).message("e1", 1, "a");
        passUntilTries(9);
        assertThat(scene.failedTries).containsExactly(5);
        passUntilTries(10);

        assertThat(scene.failedTries).containsExactly(5, 5);
        assertThat(scene.client.state()).isInstanceOf(Stopped.class);
    }

    @Test
    void aTryThatOutlivesAStopAndAStartIsNotCounted() {
        fail("a");
        passUntilTries(3);
        scene.handlerFailure = null;
        Promise<Void> fourth = Promise.promise();
        scene.work = fourth;
        passUntilTries(4);
        scene.client.stop();
        pass(3_000);
        scene.client.start();
        scene.server.line().open().welcome("e1", 0, true);
        scene.handlerFailure = new IllegalStateException("poison");
        scene.loop.run(() -> fourth.fail(scene.handlerFailure));
        passUntilTries(8);
        assertThat(scene.failedTries).isEmpty();
        passUntilTries(9);

        assertThat(scene.failedTries).containsExactly(5);
    }

    @Test
    void aStopThatComesWhileTheClientIsAwayStopsItToo() {
        Promise<FailureDecision> late = Promise.promise();
        scene.decision = late.future();
        fail("a");
        passUntilTries(5);
        scene.server.line().closed(1006);
        scene.loop.run(() -> late.complete(FailureDecision.STOP));

        assertThat(scene.why()).isInstanceOf(StopReason.HandlerFailed.class);
        assertThat(scene.loop.timers()).isZero();
    }

    @Test
    void aTryAtWorkThatSucceedsDuringAStopCounts() {
        Promise<FailureDecision> late = Promise.promise();
        scene.decision = late.future();
        fail("a");
        passUntilTries(5);
        scene.handlerFailure = null;
        scene.work = Promise.promise();
        passUntilTries(6);
        scene.loop.run(() -> late.complete(FailureDecision.STOP));
        assertThat(scene.client.state()).isInstanceOf(Online.class);
        scene.loop.run(scene.work::complete);

        assertThat(scene.why()).isInstanceOf(StopReason.HandlerFailed.class);
        assertThat(scene.server.line().acks()).containsExactly(1L);
    }

    @Test
    void aDecisionThatComesAfterTheMessageIsFinishedIsIgnored() {
        Promise<FailureDecision> late = Promise.promise();
        scene.decision = late.future();
        fail("a");
        passUntilTries(5);
        scene.handlerFailure = null;
        passUntilTries(6);
        scene.work = Promise.promise();
        scene.server.line().message("e1", 2, "b");
        scene.loop.run(() -> late.complete(FailureDecision.SKIP));
        pass(20);

        assertThat(scene.server.line().acks()).containsExactly(1L);
    }

    @Test
    void aDecisionThatComesAfterTheClientStoppedIsIgnored() {
        Promise<FailureDecision> late = Promise.promise();
        scene.decision = late.future();
        fail("a");
        passUntilTries(5);
        scene.client.stop();
        scene.client.start();
        scene.server.line().open().welcome("e1", 0, true).message("e1", 1, "a");
        scene.loop.run(() -> late.complete(FailureDecision.SKIP));
        pass(20);

        assertThat(scene.handed).hasSize(6);
        assertThat(scene.server.line().acks()).isEmpty();
    }

    @Test
    void aDecisionThatFailsIsReportedAndTheTriesGoOn() {
        scene.decision = Future.failedFuture("no idea");
        fail("a");
        passUntilTries(5);
        assertThat(scene.faults).singleElement().satisfies(fault -> assertThat(fault)
                .hasMessage("no idea"));
        scene.decision = null;
        passUntilTries(6);
        assertThat(scene.faults).hasSize(2);
        passUntilTries(8);

        assertThat(scene.failedTries).containsExactly(5, 6, 7, 8);
    }

    @Test
    void triesAreCountedAcrossConnections() {
        fail("a");
        passUntilTries(3);
        scene.server.line().closed(1006);
        scene.again("e1", 0, true).message("e1", 1, "a");
        passUntilTries(5);

        assertThat(scene.failedTries).containsExactly(5);
    }

    @Test
    void theDefaultLogsTheFailureWithoutTheBodyAndKeepsTrying() {
        ClientListener plain = message -> Future.succeededFuture();
        List<LogRecord> logged = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.heartline.client");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            Message message = new Message("e", 1, "order-17", 0, Buffer.buffer("\"secret\""));
            assertThat(plain.onFailed(message, new IllegalStateException("poison"), 5)
                            .result())
                    .isEqualTo(FailureDecision.RETRY);
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(logged).singleElement().satisfies(entry -> assertThat(entry.getMessage())
                .contains("order-17", "5")
                .doesNotContain("secret"));
    }

    @Test
    void aResetThatFailsIsRepeatedWithoutLimitAndReported() {
        scene.server.line().message("e1", 1, "a").closed(4006);
        scene.reloadFailure = new IllegalStateException("no database");
        scene.again("e2", 0, false).message("e2", 1, "b");
        for (int resets = 2; resets <= 8; resets++) {
            passUntilResets(resets);
        }

        assertThat(scene.faults).hasSize(8).containsOnly(scene.reloadFailure);
        assertThat(scene.failedTries).isEmpty();
        assertThat(scene.handed).containsExactly("a");
        scene.reloadFailure = null;
        passUntilResets(9);
        assertThat(scene.handed).containsExactly("a", "b");
    }

    @Test
    void aResetAtWorkGoesOnAndTheNextWelcomeAsksForOneMore() {
        scene.server.line().message("e1", 1, "a").closed(4006);
        scene.reload = Promise.promise();
        scene.again("e2", 0, false).message("e2", 1, "b").closed(1006);
        Promise<Void> first = scene.reload;
        scene.reload = Promise.promise();
        scene.again("e2", 0, true).message("e2", 1, "b");
        assertThat(scene.server.line().hello().getJsonObject("position").getString("epoch"))
                .isEqualTo("e1");
        pass(20);
        assertThat(scene.store.saved.orElseThrow().resetPending()).isTrue();
        scene.loop.run(first::complete);
        assertThat(scene.resets).isEqualTo(2);
        assertThat(scene.handed).containsExactly("a");
        scene.loop.run(scene.reload::complete);
        pass(20);

        assertThat(scene.handed).containsExactly("a", "b");
        assertThat(scene.store.saved.orElseThrow())
                .isEqualTo(new SavedPosition(
                        scene.store.saved.orElseThrow().device(),
                        scene.store.saved.orElseThrow().attempt(),
                        new Position("e2", 1),
                        scene.store.saved.orElseThrow().ids(),
                        false));
    }

    private void fail(String id) {
        scene.handlerFailure = new IllegalStateException("poison");
        scene.server.line().message("e1", 1, id);
    }

    private void passUntilTries(int tries) {
        for (int i = 0; i < 1_000 && scene.handed.size() < tries; i++) {
            pass(100);
        }
        assertThat(scene.handed).hasSize(tries);
    }

    private void passUntilResets(int resets) {
        for (int i = 0; i < 1_000 && scene.resets < resets; i++) {
            pass(100);
        }
        assertThat(scene.resets).isEqualTo(resets);
    }

    /** Lets time pass, in steps that are shorter than the heartbeat. */
    private void pass(long millis) {
        for (long left = millis; left > 0; left -= 500) {
            scene.server.line().control();
            scene.loop.pass(Math.min(500, left));
        }
    }
}
