package io.heartline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.telemetry.MeterNames;
import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final BusWindow NARROW = new BusWindow(2, 64 << 10, 8 << 10, 3, Duration.ofSeconds(3));
    private static final Buffer FRAME = Buffer.buffer("x".repeat(100));
    private static final Encoded MESSAGE = new Encoded(1_763_650_000_000L, FRAME);
    /** Two batches with one such frame each leave no room for any hint. */
    private static final Encoded HALF = new Encoded(1, Buffer.buffer("x".repeat(7_645)));

    private static Vertx vertx;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakePost post = new FakePost();
    private final Outbox outbox = outbox(NARROW);

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() throws Exception {
        TestGateway.await(vertx.close());
    }

    @Test
    void whatOneTickBringsLeavesAsOneBatch() {
        outbox.add(message("s1", 1));
        outbox.add(message("s2", 7));
        assertThat(post.sent).isEmpty();

        outbox.flush();

        assertThat(post.batch(0)).containsExactly(message("s1", 1), message("s2", 7));
        assertThat(post.numbers()).containsExactly(1L);
    }

    @Test
    void aFullBatchLeavesBeforeTheTickEnds() {
        Encoded large = new Encoded(1, Buffer.buffer("x".repeat(5_000)));
        outbox.add(new Hint.Message("alice", "s1", at(1), large));
        outbox.add(new Hint.Message("alice", "s1", at(2), large));

        assertThat(post.sent).hasSize(1);
    }

    @Test
    void withoutCreditTheNextBatchGoesOnFilling() {
        List<Hint> given = new ArrayList<>();
        for (int i = 1; i <= 60; i++) {
            Hint hint = i % 2 == 0
                    ? new Hint.Transient("alice", "s" + i, Buffer.buffer("{}"))
                    : new Hint.Message("alice", "s1", at(i), new Encoded(1, Buffer.buffer("{}")));
            given.add(hint);
            assertThat(outbox.add(hint)).isTrue();
            outbox.flush();
        }
        assertThat(post.sent).hasSize(2);

        post.answer();
        outbox.flush();

        assertThat(post.batch(2)).isEqualTo(given.subList(2, 60));
        assertThat(meters.counter(MeterNames.HINTS, "result", "collapsed").count())
                .isZero();
        assertThat(meters.counter(MeterNames.HINTS, "result", "dropped").count())
                .isZero();
    }

    @Test
    void batchesThatAreFullWaitForCreditInTheirOrderAndHaveNoMoreBytesThanTheWindow() {
        List<Hint> given = new ArrayList<>();
        Hint next = large(1);
        while (outbox.add(next) && given.size() < 100 && collapsed() == 0) {
            given.add(next);
            outbox.flush();
            next = large(given.size() + 1);
        }
        assertThat(given).hasSizeBetween(10, 16);
        assertThat(post.sent).hasSize(2);

        for (int answered = 0; answered < post.sent.size(); answered++) {
            post.answer();
            outbox.flush();
        }
        List<Hint> told = new ArrayList<>();
        for (int i = 0; i < post.sent.size(); i++) {
            told.addAll(post.batch(i));
        }
        assertThat(told).startsWith(given.toArray(Hint[]::new)).hasSize(given.size() + 1);
        assertThat(post.sent).allSatisfy(batch -> assertThat(batch.length()).isLessThanOrEqualTo(8 << 10));
    }

    @Test
    void aCloseSendsWhatWaitsForCredit() {
        for (int i = 1; i <= 5; i++) {
            outbox.add(message("s1", i));
            outbox.flush();
        }
        assertThat(post.sent).hasSize(2);

        outbox.close();

        assertThat(post.batch(2)).containsExactly(message("s1", 3), message("s1", 4), message("s1", 5));
    }

    private double collapsed() {
        return meters.counter(MeterNames.HINTS, "result", "collapsed").count();
    }

    private static Hint large(int seq) {
        return new Hint.Message("alice", "s1", at(seq), new Encoded(1, Buffer.buffer("x".repeat(1_000))));
    }

    @Test
    void withoutRoomHintsCollapseToTheHighestPositionOfTheirSession() {
        exhaust();

        outbox.add(message("s1", 5));
        outbox.add(message("s2", 9));
        outbox.add(message("s1", 7));
        outbox.add(message("s1", 6));
        outbox.flush();
        assertThat(post.sent).hasSize(2);

        post.answer();
        outbox.flush();
        assertThat(post.batch(2)).containsExactly(bare("s1", 7), bare("s2", 9));
        assertThat(meters.counter(MeterNames.HINTS, "result", "collapsed").count())
                .isEqualTo(4);
    }

    @Test
    void framesTravelAgainOnceTheBacklogHasLeft() {
        exhaust();
        outbox.add(message("s1", 5));
        post.answer();
        post.answer();
        outbox.flush();

        outbox.add(message("s1", 6));
        outbox.flush();

        assertThat(post.batch(2)).containsExactly(bare("s1", 5));
        assertThat(post.batch(3)).containsExactly(message("s1", 6));
    }

    @Test
    void behindABacklogAHintDoesNotOvertake() {
        exhaust();
        outbox.add(message("s1", 5));
        post.answer();

        outbox.add(message("s1", 6)); // there is credit, but the tick has not ended
        outbox.flush();

        assertThat(post.batch(2)).containsExactly(bare("s1", 6));
    }

    @Test
    void aNewEpochReplacesAHigherPositionOfTheOldOne() {
        exhaust();
        outbox.add(message("s1", 500));
        Hint.Message renumbered = new Hint.Message("alice", "s1", new Position("e2", 1), null);
        outbox.add(renumbered);

        post.answer();
        outbox.flush();

        assertThat(post.batch(2)).containsExactly(renumbered);
    }

    @Test
    void beyondTheCapMessagesAreDroppedAndTheNextBatchShowsAGap() {
        exhaust();
        for (int i = 1; i <= 5; i++) {
            outbox.add(message("s" + i, i));
        }

        post.answer();
        outbox.flush();

        assertThat(post.batch(2)).containsExactly(bare("s1", 1), bare("s2", 2), bare("s3", 3));
        assertThat(post.numbers()).startsWith(1L, 2L).last().isNotEqualTo(3L);
        assertThat(meters.counter(MeterNames.HINTS, "result", "dropped").count())
                .isEqualTo(2);
    }

    @Test
    void evictionsAndSettledNoticesAreKeptWhereMessagesAreDropped() {
        exhaust();
        for (int i = 1; i <= 4; i++) {
            outbox.add(message("s" + i, i));
        }
        Hint.Evict evict = new Hint.Evict("alice", "s9", Eviction.Cause.REPLACED);
        Hint.Settled settled = new Hint.Settled("alice", "id");
        outbox.add(evict);
        outbox.add(settled);

        post.answer();
        outbox.flush();

        assertThat(post.batch(2)).hasSize(5).endsWith(evict, settled);
    }

    @Test
    void anEvictionEndsTheNeedForAnythingElse() {
        exhaust();
        Hint.Evict evict = new Hint.Evict("alice", "s1", Eviction.Cause.REMOVED);
        outbox.add(message("s1", 5));
        outbox.add(evict);
        outbox.add(message("s1", 6));

        post.answer();
        outbox.flush();

        assertThat(post.batch(2)).containsExactly(evict);
    }

    @Test
    void evictionsAreBoundedToo() {
        exhaust();
        for (int i = 0; i < 1_000; i++) {
            outbox.add(new Hint.Evict("alice", "s" + i, Eviction.Cause.REMOVED));
        }

        post.answer();
        outbox.flush();

        assertThat(post.batch(2)).hasSize(6);
    }

    @Test
    void aTransientMessageIsDroppedIfThereIsNoRoom() {
        exhaust();

        assertThat(outbox.add(new Hint.Transient("alice", "s1", FRAME))).isFalse();

        post.answer();
        outbox.flush();
        assertThat(post.sent).hasSize(2);
    }

    @Test
    void noMoreBytesAreOutThanTheWindowAllows() {
        Outbox wide = outbox(new BusWindow(1_000, 64 << 10, 8 << 10, 100, Duration.ofSeconds(3)));
        Encoded large = new Encoded(1, Buffer.buffer("x".repeat(7_000)));
        for (int i = 1; i <= 50; i++) {
            wide.add(new Hint.Message("alice", "s" + i, at(i), large));
        }
        wide.flush();

        assertThat(post.sent.stream().mapToInt(Buffer::length).sum()).isBetween(50_000, 64 << 10);
    }

    @Test
    void aFrameThatNoWindowHoldsIsLeftToThePull() {
        Encoded huge = new Encoded(1, Buffer.buffer("x".repeat(70_000)));

        outbox.add(new Hint.Message("alice", "s1", at(1), huge));
        outbox.flush();

        assertThat(post.batch(0)).containsExactly(bare("s1", 1));
    }

    @Test
    void whereNoAnswerCameAnEmptyBatchTellsOfTheGapUntilOneDoes() {
        outbox.add(message("s1", 1));
        outbox.flush();
        post.fail();
        outbox.flush();
        assertThat(post.sent).hasSize(1);

        post.pauseOver();
        assertThat(post.batch(1)).isEmpty();
        assertThat(post.numbers()).containsExactly(1L, 2L);

        post.fail();
        post.pauseOver();
        assertThat(post.sent).hasSize(3);

        post.answer();
        post.pauseOver();
        assertThat(post.sent).hasSize(3);
        assertThat(meters.counter(MeterNames.HINTS, "result", "lost").count()).isEqualTo(1);
    }

    @Test
    void aLaterBatchThatWasAnsweredHasToldOfTheGap() {
        outbox.add(message("s1", 1));
        outbox.flush();
        outbox.add(message("s1", 2));
        outbox.flush();
        post.fail();
        post.answer();

        post.pauseOver();

        assertThat(post.sent).hasSize(2);
    }

    private void exhaust() {
        for (int i = 1; i <= NARROW.batches(); i++) {
            outbox.add(new Hint.Message("alice", "s0", at(i), HALF));
            outbox.flush();
        }
        assertThat(post.sent).hasSize(NARROW.batches());
    }

    private Outbox outbox(BusWindow window) {
        DeliveryConfig config = new DeliveryConfig(1_000, 1 << 20, 10, window);
        DeliveryContext here = new DeliveryContext(
                new GatewayId("here", 0),
                vertx,
                node -> true,
                InstantSource.system(),
                meters,
                new SplittableRandom(1),
                config);
        return new Outbox(here, new GatewayId("there", 0), post, new HintMeters(meters));
    }

    private static Hint.Message message(String session, long seq) {
        return new Hint.Message("alice", session, at(seq), MESSAGE);
    }

    private static Hint.Message bare(String session, long seq) {
        return new Hint.Message("alice", session, at(seq), null);
    }

    private static Position at(long seq) {
        return new Position("e1", seq);
    }

    /** A peer that answers when the test says so. */
    private static final class FakePost implements Outbox.Post {
        final List<Buffer> sent = new ArrayList<>();
        private final Deque<Promise<Void>> unanswered = new ArrayDeque<>();
        private final Deque<Runnable> later = new ArrayDeque<>();

        @Override
        public Future<?> send(Buffer batch) {
            sent.add(batch);
            Promise<Void> answer = Promise.promise();
            unanswered.add(answer);
            return answer.future();
        }

        @Override
        public void soon() {}

        @Override
        public void later(Runnable task) {
            later.add(task);
        }

        void answer() {
            unanswered.remove().complete();
        }

        void fail() {
            unanswered.remove().fail("no answer");
        }

        void pauseOver() {
            List<Runnable> due = new ArrayList<>(later);
            later.clear();
            due.forEach(Runnable::run);
        }

        List<Hint> batch(int index) {
            return HintCodecProperties.read(sent.get(index));
        }

        List<Long> numbers() {
            return sent.stream().map(batch -> HintCodec.header(batch).number()).toList();
        }
    }
}
