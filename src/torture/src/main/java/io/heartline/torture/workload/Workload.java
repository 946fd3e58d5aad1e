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
 * All the use that is made of a cluster during a run. Everything of it happens on one event loop; its methods can be called
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
 * A site where nothing runs is one that can't be reached: no more has to be said about it.
 */
public final class Workload {
    private final Run run;
    private final Crew crew;
    private final String deployment;

    private Workload(Run run, Crew crew, String deployment) {
        this.run = run;
        this.crew = crew;
        this.deployment = deployment;
    }

    /** Begins: phase {@code load}. Fails where the parts of it can't be made; that nobody answers is no fault. */
    public static Future<Workload> start(Vertx vertx, WorkloadConfig config, List<Site> sites, Recorder recorder) {
        Run run = new Run(vertx, config, sites, recorder, new Tally());
        Crew crew = new Crew(run);
        return vertx.deployVerticle(crew).map(deployment -> new Workload(run, crew, deployment));
    }

    /** Completes once every device has been online, or after a minute; with how many have not. */
    public Future<Long> gathered() {
        return onLoop(crew::gathered);
    }

    /**
     * No more messages: phase {@code calm} begins. Completes once each that was begun is stored or given up: at the latest
     * after the time that one is tried, and one try.
     */
    public Future<Void> calm() {
        return onLoop(crew::calm);
    }

    /**
     * Everybody is steady; when nothing is owed any more, or the time for that is up, the devices close, and phase
     * {@code end} begins: the last look at every user. To be called after {@link #calm}.
     */
    public Future<Settled> settle() {
        return onLoop(crew::settle);
    }

    /** What has happened so far. */
    public Map<Count, Long> counts() {
        return run.tally().all();
    }

    /** Lets go of everything that is still there. */
    public Future<Void> close() {
        return run.vertx().undeploy(deployment);
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> act) {
        Promise<T> done = Promise.promise();
        crew.context().runOnContext(now -> act.get().onComplete(done));
        return done.future();
    }
}
