package io.heartline.torture.workload;

import io.heartline.torture.history.Event;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** All parts of a workload, on the one event loop that owns them. */
final class Crew extends VerticleBase {
    private static final Duration GATHERED_WITHIN = Duration.ofMinutes(1);

    private final Run run;
    private final HttpRoute http;
    private final @Nullable BusRoute bus;
    private final Publishers publishers;
    private final Devices devices;
    private final Queries queries;
    private final Watch watch;

    Crew(Run run) {
        this.run = run;
        this.http = new HttpRoute(run.vertx());
        WorkloadConfig.Bus byBus = run.config().bus();
        this.bus = byBus == null ? null : new BusMember(run, byBus);
        this.publishers = new Publishers(run, http, bus);
        this.devices = new Devices(run);
        this.queries = new Queries(run);
        this.watch = new Watch(run, queries);
    }

    @Override
    public Future<?> start() {
        run.record(new Event.Phase(run.now(), "load"));
        devices.start();
        if (bus != null) {
            bus.start();
        }
        publishers.start();
        watch.start();
        return Future.succeededFuture();
    }

    Context context() {
        return context;
    }

    Future<Long> gathered() {
        return run.untilNone(devices::awaited, run.now() + GATHERED_WITHIN.toMillis());
    }

    Future<Void> calm() {
        run.record(new Event.Phase(run.now(), "calm"));
        return publishers.calm();
    }

    Future<Settled> settle() {
        return new Settling(run, devices, queries).settle().andThen(settled -> watch.stop());
    }

    @Override
    public Future<?> stop() {
        watch.stop();
        publishers.stop();
        return devices.close()
                .eventually(http::close)
                .eventually(queries::close)
                .eventually(() -> bus == null ? Future.succeededFuture() : bus.close());
    }
}
