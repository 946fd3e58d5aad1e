package io.heartline.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether all entries have all the copies they should have. Asking costs a message to every member, so an answer serves
 * everyone for a second, and there is never more than one question out. Any thread.
 */
final class SafeState {
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long FRESH_MILLIS = Duration.ofSeconds(1).toMillis();

    private final Vertx vertx;
    private final InstantSource clock;
    private final BooleanSupplier question;
    private @Nullable CompletableFuture<Boolean> answer;
    private boolean asking;
    private long askedAt;

    /** @param question may block; where it fails the answer is no */
    SafeState(Vertx vertx, InstantSource clock, BooleanSupplier question) {
        this.vertx = vertx;
        this.clock = clock;
        this.question = question;
    }

    static SafeState of(Vertx vertx, InstantSource clock, HazelcastInstance hazelcast) {
        return new SafeState(vertx, clock, () -> hazelcast.getPartitionService().isClusterSafe());
    }

    /** The answer, on the context of whoever asks: the question may be another's. */
    synchronized Future<Boolean> get() {
        CompletableFuture<Boolean> last = answer;
        if (last == null || (!asking && last.isDone() && clock.millis() - askedAt >= FRESH_MILLIS)) {
            last = ask();
            answer = last;
        }
        return Future.fromCompletionStage(last, vertx.getOrCreateContext());
    }

    /** A node that can't be reached is asked for long: until then the answer is no, and nobody asks again. */
    private CompletableFuture<Boolean> ask() {
        askedAt = clock.millis();
        asking = true;
        return vertx.executeBlocking(question::getAsBoolean, false)
                .otherwise(false)
                .onComplete(answered -> asked())
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(false, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void asked() {
        asking = false;
    }
}
