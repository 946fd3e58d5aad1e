package io.heartline.torture.workload;

import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Recorder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What everything of a run shares. */
record Run(Vertx vertx, WorkloadConfig config, List<Site> sites, Recorder recorder, Tally tally) {
    private static final long PAUSE_MILLIS = 200;

    Run {
        if (sites.isEmpty()) {
            throw new IllegalArgumentException("at least one site is needed");
        }
        sites = List.copyOf(sites);
    }

    long now() {
        return recorder.now();
    }

    void record(Event event) {
        recorder.record(event);
    }

    /** Completes with how many are missing: with none as soon as there is none, or at a time with those still missing. */
    Future<Long> untilNone(LongSupplier missing, long until) {
        long still = missing.getAsLong();
        return still == 0 || now() >= until
                ? Future.succeededFuture(still)
                : vertx.timer(PAUSE_MILLIS).compose(elapsed -> untilNone(missing, until));
    }

    /** Any site but {@code last}, where there is another. */
    Site elsewhere(@Nullable Site last, RandomGenerator random) {
        int at = last == null ? -1 : sites.indexOf(last);
        if (at < 0 || sites.size() == 1) {
            return sites.get(random.nextInt(sites.size()));
        }
        return sites.get((at + 1 + random.nextInt(sites.size() - 1)) % sites.size());
    }
}
