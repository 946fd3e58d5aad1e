package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.heartline.torture.history.Recorder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The load on a cluster during a run: publishers, devices and queries. All of it runs on one event loop; its methods can be called
 * from any thread.
 *
 * <pre>
 *   Workload.start(vertx, WorkloadConfig.of(seed), sites, recorder)
 *           .compose(workload -> …faults…
 *                   .compose(over -> workload.calm())
 *                   .compose(calm -> workload.settle())
 *                   .eventually(workload::close))
 * </pre>
 *
 * A site without a node is treated as unreachable.
 */
public final class Workload {
    private final WorkloadContext run;
    private final WorkloadVerticle verticle;
    private final String deployment;

    private Workload(WorkloadContext run, WorkloadVerticle verticle, String deployment) {
        this.run = run;
        this.verticle = verticle;
        this.deployment = deployment;
    }

    /** Starts the phase {@code load}. Fails if the parts can't be created; a node that does not answer is no failure. */
    public static Future<Workload> start(Vertx vertx, WorkloadConfig config, List<Site> sites, Recorder recorder) {
        WorkloadContext run = new WorkloadContext(vertx, config, sites, recorder, new Counters());
        WorkloadVerticle verticle = new WorkloadVerticle(run);
        return vertx.deployVerticle(verticle).map(deployment -> new Workload(run, verticle, deployment));
    }

    /** Completes when every device has been welcomed, or after a minute, with the number of those that were not. */
    public Future<Long> gathered() {
        return onLoop(verticle::gathered);
    }

    /**
     * Starts the phase {@code calm}, without new messages. Completes when each message is stored or given up: at the latest after the
     * time of all its attempts.
     */
    public Future<Void> calm() {
        return onLoop(verticle::calm);
    }

    /**
     * Makes all devices steady. When no message is pending any more, or after a time limit, the devices close, and the phase
     * {@code end} begins with the last query of every user. Called after {@link #calm}.
     */
    public Future<FinalState> settle() {
        return onLoop(verticle::settle);
    }

    /** The counters so far. */
    public Map<Count, Long> counts() {
        return run.counters().all();
    }

    /** Closes all connections and clients. */
    public Future<Void> close() {
        return run.vertx().undeploy(deployment);
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> act) {
        Promise<T> done = Promise.promise();
        verticle.context().runOnContext(now -> act.get().onComplete(done));
        return done.future();
    }
}
