package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SharedAnswerTest {
    private final AtomicLong now = new AtomicLong();
    private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());
    private final AtomicInteger asked = new AtomicInteger();
    private final Queue<CompletableFuture<Boolean>> answers = new ArrayDeque<>();
    private SharedAnswer state;

    @BeforeEach
    void create(Vertx vertx) {
        state = new SharedAnswer(vertx, clock, () -> {
            asked.incrementAndGet();
            return Future.fromCompletionStage(answers.remove());
        });
    }

    @Test
    void oneAnswerServesEveryoneForASecond() {
        answers.add(CompletableFuture.completedFuture(true));
        answers.add(CompletableFuture.completedFuture(false));

        assertThat(TestNodes.await(state.get())).isTrue();
        now.addAndGet(999);
        assertThat(TestNodes.await(state.get())).isTrue();
        now.addAndGet(1);
        assertThat(TestNodes.await(state.get())).isFalse();
        assertThat(asked).hasValue(2);
    }

    @Test
    void whatWasAnsweredLastIsKnownWithoutWaiting() {
        CompletableFuture<Boolean> answer = willAnswer();

        assertThat(state.last()).isFalse();
        Future<Boolean> asked = state.get();
        answer.complete(true);
        assertThat(TestNodes.await(asked)).isTrue();
        assertThat(state.last()).isTrue();
        assertThat(this.asked).hasValue(1);
    }

    @Test
    void onlyOneQuestionIsOutHoweverLongItTakes() {
        CompletableFuture<Boolean> answer = willAnswer();
        Future<Boolean> first = state.get();
        now.addAndGet(60_000);
        Future<Boolean> second = state.get();
        answer.complete(true);

        assertThat(TestNodes.await(Future.all(first, second)).<Boolean>list()).containsExactly(true, true);
        assertThat(asked).hasValue(1);
    }

    @Test
    void whoeverAsksHearsTheAnswerOnItsOwnContext(Vertx vertx) {
        List<Context> loops = List.of(vertx.getOrCreateContext(), ((VertxInternal) vertx).createEventLoopContext());
        CompletableFuture<Boolean> answer = willAnswer();
        List<Future<Context>> heardOn = loops.stream().map(this::heardOn).toList();
        answer.complete(true);

        assertThat(TestNodes.await(Future.all(heardOn)).<Context>list()).isEqualTo(loops);
        assertThat(asked).hasValue(1);
    }

    /** The context on which a caller on {@code loop} receives the answer. */
    private Future<Context> heardOn(Context loop) {
        Promise<Context> heard = Promise.promise();
        loop.runOnContext(go -> state.get().onComplete(answer -> heard.complete(Vertx.currentContext())));
        return heard.future();
    }

    @Test
    void whereNobodyCanTellTheAnswerIsNo(Vertx vertx) {
        SharedAnswer broken = new SharedAnswer(vertx, clock, () -> Future.failedFuture("Hazelcast has ended"));

        assertThat(TestNodes.await(broken.get())).isFalse();
    }

    @Test
    void whereItCannotEvenBeAskedTheAnswerIsNo(Vertx vertx) {
        SharedAnswer closed = new SharedAnswer(vertx, clock, () -> {
            throw new IllegalStateException("The bus is closed");
        });

        assertThat(TestNodes.await(closed.get())).isFalse();
    }

    @Test
    void aQuestionThatIsLostIsAskedAgain() {
        willAnswer();
        answers.add(CompletableFuture.completedFuture(true));

        assertThat(TestNodes.await(state.get())).isFalse();
        now.addAndGet(2_000);
        assertThat(TestNodes.await(state.get())).isTrue();
    }

    private CompletableFuture<Boolean> willAnswer() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }
}
