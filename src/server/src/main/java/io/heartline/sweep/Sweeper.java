package io.heartline.sweep;

import io.heartline.cluster.MembershipListener;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Sweep;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.AsyncResult;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps the users whose entries this node owns: detaches the sessions of lost nodes and ends what has expired. Every node
 * runs one sweeper, so that together they sweep all users; two sweeps of one user at the same time do no harm.
 *
 * <p>State: owned by the event loop of its {@link SweepContext}.
 */
public final class Sweeper {
    /** A session younger than this is left alone: its node may be newer than the set of nodes the sweep goes by. */
    static final long GRACE_MILLIS = 3_000;

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    private final SweepContext here;
    private final Counter reaped;
    private final SweepSchedule schedule = new SweepSchedule();
    private final MembershipListener onMembership = new OnMembership();
    private long timer = -1;
    private boolean passing;
    private long delayAfterPass;
    private boolean stopped;

    public Sweeper(SweepContext here) {
        this.here = here;
        this.reaped = here.meters().counter(MeterNames.REAPED);
    }

    /** Begins; the first regular sweep comes within a minute. */
    public void start() {
        here.loop().runOnContext(v -> {
            here.membership().listen(here.loop(), onMembership);
            next(1 + ThreadLocalRandom.current().nextLong(SweepSchedule.EVERY_MILLIS));
        });
    }

    /** Begins no further sweep; one that runs goes to its end. */
    public void stop() {
        here.loop().runOnContext(v -> {
            stopped = true;
            here.membership().unlisten(onMembership);
            here.loop().owner().cancelTimer(timer);
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
            here.loop().owner().cancelTimer(timer);
            timer = here.loop().owner().setTimer(delayMillis, fired -> due());
        }
    }

    private void due() {
        if (here.membership().isMerging()) {
            next(SweepSchedule.POLL_MILLIS); // the other side's entries may be here before its nodes are in sight
            return;
        }
        if (!schedule.waits(now())) {
            pass();
            return;
        }
        passing = true; // so that no second question goes out meanwhile
        here.safe().get().onComplete(answer -> here.loop().runOnContext(v -> {
            passing = false;
            if (answer.succeeded() && answer.result()) {
                pass();
            } else {
                next(SweepSchedule.POLL_MILLIS);
            }
        }));
    }

    private void pass() {
        Sweep sweep = new Sweep(here.membership().nodes(), now() - GRACE_MILLIS, now());
        if (!here.membership().isQuorum(sweep.alive())) {
            next(schedule.onPassed(sweep.now(), false));
            return;
        }
        passing = true;
        here.loop()
                .executeBlocking(() -> here.dueUsers().apply(sweep), false)
                .compose(users -> new SweepPass(sweep, here).over(users))
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
        return here.clock().millis();
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
