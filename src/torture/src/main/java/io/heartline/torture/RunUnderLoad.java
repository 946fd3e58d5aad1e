package io.heartline.torture;

import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.Recorder;
import io.heartline.torture.workload.FinalState;
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
 * Puts load on a running cluster and injects faults meanwhile. Everything goes to the history, which the caller checks.
 *
 * <pre>
 *   load ─ all devices connected ─ faults ─ no new pushes ─ nothing pending ─ closed
 * </pre>
 *
 * Blocks the calling thread. Used once.
 */
public final class RunUnderLoad {
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(6);

    private final WorkloadConfig load;
    private final List<Site> sites;
    private final Recorder recorder;
    private final Consumer<String> out;

    /** The faults that the cluster suffers under load. */
    public interface Faults {
        /** Injects them; returns when all are undone and the cluster has recovered. */
        void inject() throws IOException, NotWhole, InterruptedException;
    }

    /**
     * The result.
     *
     * @param broken the reason why the faults ended early; null if they did not
     * @param settled the state at the end
     */
    public record Result(@Nullable NotWhole broken, FinalState settled) {}

    /**
     * @param sites the nodes that clients and publishers connect to
     * @param out takes lines about the progress
     */
    public RunUnderLoad(WorkloadConfig load, List<Site> sites, Recorder recorder, Consumer<String> out) {
        this.load = load;
        this.sites = sites;
        this.recorder = recorder;
        this.out = out;
    }

    /**
     * Runs to the end; the faults end early if the cluster does not recover.
     *
     * @throws IOException if the machine does not allow the run; this says nothing about the cluster
     */
    public Result run(Faults faults) throws IOException, InterruptedException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            Workload workload = await(Workload.start(vertx, load, sites, recorder));
            out.accept("load runs; devices that did not connect: " + await(workload.gathered()));
            NotWhole broken = inject(faults);
            out.accept("no new pushes: " + workload.counts());
            await(workload.calm());
            FinalState settled = await(workload.settle());
            out.accept("at the end: " + settled);
            await(workload.close());
            return new Result(broken, settled);
        } finally {
            await(vertx.close());
        }
    }

    private @Nullable NotWhole inject(Faults faults) throws IOException, InterruptedException {
        try {
            faults.inject();
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
