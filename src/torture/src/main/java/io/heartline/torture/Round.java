package io.heartline.torture;

import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.Recorder;
import io.heartline.torture.workload.Settled;
import io.heartline.torture.workload.Workload;
import io.heartline.torture.workload.WorkloadConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Load on a cluster that is there, and a scene that is played under it. What happens goes to the history; judging it is the
 * caller's.
 *
 * <pre>
 *   load ─ gathered ─ scene ─ calm ─ settled ─ closed
 * </pre>
 *
 * Blocks; for one thread.
 */
public final class Round {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(6);

    private final WorkloadConfig load;
    private final List<Site> sites;
    private final Recorder recorder;
    private final Consumer<String> out;

    /** What is done to the cluster under load. */
    public interface Scene {
        /** Returns when it is over, and the cluster is as it ought to be. */
        void play() throws IOException, NotWhole, InterruptedException;
    }

    /**
     * How it went.
     *
     * @param broken why the scene ended early; null where it did not
     */
    public record Course(@Nullable NotWhole broken, Settled settled) {}

    /**
     * @param sites that clients and publishers go to
     * @param out is told what happens, line by line
     */
    public Round(WorkloadConfig load, List<Site> sites, Recorder recorder, Consumer<String> out) {
        this.load = load;
        this.sites = sites;
        this.recorder = recorder;
        this.out = out;
    }

    /**
     * Runs to the end; to an early one where the scene finds the cluster broken for good.
     *
     * @throws IOException this machine does not let it take place; it says nothing about the cluster
     */
    public Course play(Scene scene) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            Workload workload = await(Workload.start(vertx, load, sites, recorder));
            out.accept("gathered; devices that did not come: " + await(workload.gathered()));
            NotWhole broken = endure(scene);
            out.accept("calm: " + workload.counts());
            await(workload.calm());
            Settled settled = await(workload.settle());
            out.accept("settled: " + settled);
            await(workload.close());
            return new Course(broken, settled);
        } finally {
            await(vertx.close());
        }
    }

    private @Nullable NotWhole endure(Scene scene) throws IOException, InterruptedException {
        try {
            scene.play();
            return null;
        } catch (NotWhole broken) {
            out.accept(String.valueOf(broken.getMessage()));
            return broken;
        }
    }

    private static <T> T await(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the load can't go on: " + e, e);
        }
    }
}
