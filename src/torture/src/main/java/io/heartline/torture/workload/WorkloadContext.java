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

/** The shared objects of a workload. */
record WorkloadContext(Vertx vertx, WorkloadConfig config, List<Site> sites, Recorder recorder, Counters counters) {
    private static final long PAUSE_MILLIS = 200;

    WorkloadContext {
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

    /** Completes with 0 as soon as none is missing, or after a time with the number of those still missing. */
    Future<Long> untilNone(LongSupplier missing, long until) {
        long still = missing.getAsLong();
        return still == 0 || now() >= until
                ? Future.succeededFuture(still)
                : vertx.timer(PAUSE_MILLIS).compose(elapsed -> untilNone(missing, until));
    }

    /** A random site other than {@code last}, if there is one. */
    Site elsewhere(@Nullable Site last, RandomGenerator random) {
        int at = last == null ? -1 : sites.indexOf(last);
        if (at < 0 || sites.size() == 1) {
            return sites.get(random.nextInt(sites.size()));
        }
        return sites.get((at + 1 + random.nextInt(sites.size() - 1)) % sites.size());
    }
}
