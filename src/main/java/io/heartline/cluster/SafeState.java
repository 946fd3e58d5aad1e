package io.heartline.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.heartline.store.Copies;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether all entries have all the copies they should have. Asking costs a message to every member, so an answer serves
 * everyone for a second, and there is never more than one question that anybody waits for. Any thread.
 */
final class SafeState {
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long FRESH_MILLIS = Duration.ofSeconds(1).toMillis();

    private final Vertx vertx;
    private final InstantSource clock;
    private final Supplier<CompletionStage<Boolean>> question;
    private @Nullable CompletableFuture<Boolean> answer;
    private long askedAt;
    private volatile boolean last;

    /** @param question may block for a while; where it fails, or is not answered in time, the answer is no */
    SafeState(Vertx vertx, InstantSource clock, Supplier<CompletionStage<Boolean>> question) {
        this.vertx = vertx;
        this.clock = clock;
        this.question = question;
    }

    static SafeState of(Vertx vertx, InstantSource clock, HazelcastInstance hazelcast) {
        return new SafeState(vertx, clock, () -> Copies.areMade(hazelcast));
    }

    /** The answer, on the context of whoever asks: the question may be another's. */
    synchronized Future<Boolean> get() {
        CompletableFuture<Boolean> current = answer;
        if (current == null || (current.isDone() && clock.millis() - askedAt >= FRESH_MILLIS)) {
            askedAt = clock.millis();
            current = ask();
            answer = current;
        }
        return Future.fromCompletionStage(current, vertx.getOrCreateContext());
    }

    /** The last answer that there is, no where there is none yet; asks for a newer one where it is old. */
    boolean last() {
        get();
        return last;
    }

    /** A node that has hung, or is cut off, does not answer; nor does one that the question is lost on the way to. */
    private CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> asked = vertx.executeBlocking(question::get, false)
                .compose(Future::fromCompletionStage)
                .otherwise(false)
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(false, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return asked.whenComplete((safe, never) -> last = safe);
    }
}
