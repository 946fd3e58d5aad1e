package io.heartline.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An expensive yes or no, shared: an answer serves all callers for a second, and only one question is under way at a time.
 * Any thread.
 */
final class SharedAnswer {
    private static final long PATIENCE_MILLIS = 2_000;
    private static final long FRESH_MILLIS = Duration.ofSeconds(1).toMillis();

    private final Vertx vertx;
    private final InstantSource clock;
    private final Supplier<Future<Boolean>> question;
    private @Nullable CompletableFuture<Boolean> answer;
    private long askedAt;
    private volatile boolean last;

    /** @param question if it fails, or is not answered within 2 s, the answer is no; it is asked again then */
    SharedAnswer(Vertx vertx, InstantSource clock, Supplier<Future<Boolean>> question) {
        this.vertx = vertx;
        this.clock = clock;
        this.question = question;
    }

    /** The answer, on the context of the caller, also if another caller's question is under way. */
    synchronized Future<Boolean> get() {
        CompletableFuture<Boolean> current = answer;
        if (current == null || (current.isDone() && clock.millis() - askedAt >= FRESH_MILLIS)) {
            askedAt = clock.millis();
            current = ask();
            answer = current;
        }
        return Future.fromCompletionStage(current, vertx.getOrCreateContext());
    }

    /** The last answer, no if there was none yet; asks for a newer one if it is old. */
    boolean last() {
        boolean known = last;
        get();
        return known;
    }

    private CompletableFuture<Boolean> ask() {
        CompletableFuture<Boolean> asked = Future.succeededFuture()
                .compose(now -> question.get()) // also if it can't even be asked: the node leaves
                .otherwise(false)
                .toCompletionStage()
                .toCompletableFuture()
                .completeOnTimeout(false, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        return asked.whenComplete((yes, never) -> last = yes);
    }
}
