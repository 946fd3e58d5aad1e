package io.heartline.cli;

import io.heartline.cluster.JoinWatch;
import io.heartline.node.HeartlineNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a node: starts it, and ends it in order when the process is told to end. A start that has not joined a cluster yet
 * is broken off at once: nothing is held. Later it is completed first, because the node may hold data of others.
 */
final class NodeRun {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRun.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Duration grace;
    private final CompletableFuture<Void> told;
    private final JoinWatch join;

    /**
     * @param grace the time for leaving, and for a start that is complete too late
     * @param told completes when the process is told to end
     * @param join tells whether the node has joined
     */
    NodeRun(Duration grace, CompletableFuture<Void> told, JoinWatch join) {
        this.grace = grace;
        this.told = told;
        this.join = join;
    }

    /** Returns when the node has left, or nothing was begun that had to be ended; throws if it could not start or was lost. */
    void run(Function<JoinWatch, Future<HeartlineNode>> start) throws Exception {
        CompletableFuture<HeartlineNode> starting =
                start.apply(join).toCompletionStage().toCompletableFuture();
        var unused = told.thenRun(() -> breakOff(starting));
        HeartlineNode running;
        try {
            running = starting.join();
        } catch (CancellationException e) {
            LOG.info("The process is told to end before its node has joined a cluster: it holds nothing, and ends");
            return;
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.debug("The node could not start", cause);
            throw new IOException("the node could not start: " + reasons(cause), cause);
        }
        awaitTold(running.lost().toCompletionStage().toCompletableFuture());
        awaitLeft(running.leave().toCompletableFuture(), running::waitsToHandOver);
    }

    /** Waits until the process is told to end; throws if the node is lost before. */
    void awaitTold(CompletableFuture<Void> lost) throws IOException {
        CompletableFuture.anyOf(told, lost).join();
        if (!told.isDone()) {
            throw new IOException("the node lost its place in the cluster and ends; start it again");
        }
    }

    /** Waits for the grace time; without limit while the node holds what no other has, and for the grace time after that. */
    void awaitLeft(CompletableFuture<Void> left, BooleanSupplier waits)
            throws InterruptedException, ExecutionException, TimeoutException {
        long end = System.nanoTime() + grace.toNanos();
        while (true) {
            long rest = Math.max(0, end - System.nanoTime());
            try {
                left.get(Math.min(rest, LOOK_NANOS), TimeUnit.NANOSECONDS);
                return;
            } catch (TimeoutException e) {
                if (waits.getAsBoolean()) {
                    end = System.nanoTime() + grace.toNanos();
                } else if (rest == 0) {
                    throw e;
                }
            }
        }
    }

    private void breakOff(CompletableFuture<HeartlineNode> starting) {
        if (!join.hasJoined()) {
            starting.cancel(false);
            return;
        }
        CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> starting.completeExceptionally(new IOException("it was told to end before it had")));
    }

    private static String reasons(Throwable failure) {
        List<String> reasons = new ArrayList<>();
        for (Throwable cause = failure; cause != null && reasons.size() < 5; cause = cause.getCause()) {
            String reason = cause.getMessage() != null ? cause.getMessage() : cause.toString();
            if (!reasons.contains(reason)) {
                reasons.add(reason);
            }
        }
        return String.join(": ", reasons);
    }
}
