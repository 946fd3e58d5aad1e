package io.heartline.cluster;

import io.heartline.store.UserStore;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Sweep;
import io.heartline.user.Sweep.Swept;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps the users whose entries this node owns: detaches the sessions of lost nodes and ends what time has ended. Every
 * node runs one, so that together they sweep everyone; two sweeping one user at once do no harm.
 *
 * <p>State: owned by the event loop of the context given, which is also the store's.
 */
public final class Sweeper {
    /** A session younger than this is left alone: its node may be newer than the set of nodes the sweep goes by. */
    static final long GRACE_MILLIS = 3_000;

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    /**
     * What a sweep goes by.
     *
     * @param minNodes with fewer in sight nothing is swept
     * @param safe whether the partitions have settled
     */
    public record Sight(Membership membership, int minNodes, Supplier<Future<Boolean>> safe, InstantSource clock) {}

    /**
     * What a sweep does.
     *
     * @param dueUsers which of the users whose entries this node owns a sweep concerns; blocks, so it runs on a worker
     * @param store carries out the sweeps
     * @param onSwept what follows from each
     */
    public record Work(Function<Sweep, List<String>> dueUsers, UserStore store, BiConsumer<String, Swept> onSwept) {}

    private final Context context;
    private final Sight sight;
    private final Work work;
    private final Counter reaped;
    private final SweepSchedule schedule = new SweepSchedule();
    private final MembershipListener onMembership = new OnMembership();
    private long timer = -1;
    private boolean passing;
    private long delayAfterPass;
    private boolean stopped;

    public Sweeper(Context context, Sight sight, Work work, MeterRegistry meters) {
        this.context = context;
        this.sight = sight;
        this.work = work;
        this.reaped = meters.counter(MeterNames.REAPED);
    }

    /** Begins; the first regular sweep comes within a minute. */
    public void start() {
        context.runOnContext(v -> {
            sight.membership().listen(context, onMembership);
            next(1 + ThreadLocalRandom.current().nextLong(SweepSchedule.EVERY_MILLIS));
        });
    }

    /** Begins no further sweep; one that runs goes to its end. */
    public void stop() {
        context.runOnContext(v -> {
            stopped = true;
            sight.membership().unlisten(onMembership);
            context.owner().cancelTimer(timer);
        });
    }

    private void onChanged(long delayMillis) {
        if (passing) {
            delayAfterPass = Math.max(delayAfterPass, delayMillis);
        } else {
            next(delayMillis);
        }
    }

    private void next(long delayMillis) {
        if (!stopped) {
            context.owner().cancelTimer(timer);
            timer = context.owner().setTimer(delayMillis, fired -> due());
        }
    }

    private void due() {
        if (sight.membership().isMerging()) {
            next(SweepSchedule.POLL_MILLIS); // the other side's entries may be here before its nodes are in sight
            return;
        }
        if (!schedule.waits(now())) {
            pass();
            return;
        }
        passing = true; // so that no second question goes out meanwhile
        sight.safe()
                .get()
                .onComplete(answer -> context.runOnContext(v -> {
                    passing = false;
                    if (answer.succeeded() && answer.result()) {
                        pass();
                    } else {
                        next(SweepSchedule.POLL_MILLIS);
                    }
                }));
    }

    private void pass() {
        Sweep sweep = new Sweep(sight.membership().nodes(), now() - GRACE_MILLIS, now());
        if (sweep.alive().size() < sight.minNodes()) {
            next(schedule.onPassed(sweep.now(), false));
            return;
        }
        passing = true;
        context.executeBlocking(() -> work.dueUsers().apply(sweep), false)
                .compose(users -> new SweepPass(sweep, work).over(users))
                .onComplete(passed -> onPassed(sweep, passed));
    }

    private void onPassed(Sweep sweep, AsyncResult<SweepPass.Result> passed) {
        passing = false;
        if (passed.failed()) {
            LOG.warn("A sweep could not find out whom it concerns", passed.cause());
        }
        boolean clean = passed.succeeded()
                && passed.result().reaped() == 0
                && passed.result().failed() == 0;
        if (passed.succeeded() && passed.result().reaped() > 0) {
            reaped.increment(passed.result().reaped());
            LOG.info("Detached {} sessions of lost nodes", passed.result().reaped());
        }
        long delay = schedule.onPassed(sweep.now(), clean);
        next(delayAfterPass > 0 ? delayAfterPass : delay);
        delayAfterPass = 0;
    }

    private long now() {
        return sight.clock().millis();
    }

    private final class OnMembership implements MembershipListener {
        @Override
        public void onLeft(String node) {
            onChanged(schedule.onLeft(now()));
        }

        @Override
        public void onMerged() {
            onChanged(schedule.onMerged(now()));
        }
    }
}
