package io.heartline.torture.workload;

import io.heartline.torture.history.Event;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The verticle with all parts of a workload, whose event loop owns them. */
final class WorkloadVerticle extends VerticleBase {
    private static final Duration GATHERED_WITHIN = Duration.ofMinutes(1);

    private final WorkloadContext run;
    private final HttpRoute http;
    private final @Nullable BusRoute bus;
    private final Publishers publishers;
    private final Devices devices;
    private final Queries queries;
    private final StatusPoller poller;

    WorkloadVerticle(WorkloadContext run) {
        this.run = run;
        this.http = new HttpRoute(run.vertx());
        WorkloadConfig.Bus byBus = run.config().bus();
        this.bus = byBus == null ? null : new BusMember(run, byBus);
        this.publishers = new Publishers(run, http, bus);
        this.devices = new Devices(run);
        this.queries = new Queries(run);
        this.poller = new StatusPoller(run, queries);
    }

    @Override
    public Future<?> start() {
        run.record(new Event.Phase(run.now(), "load"));
        devices.start();
        if (bus != null) {
            bus.start();
        }
        publishers.start();
        poller.start();
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

    Future<FinalState> settle() {
        return new FinalPhase(run, devices, queries).settle().andThen(settled -> poller.stop());
    }

    @Override
    public Future<?> stop() {
        poller.stop();
        publishers.stop();
        return devices.close()
                .eventually(http::close)
                .eventually(queries::close)
                .eventually(() -> bus == null ? Future.succeededFuture() : bus.close());
    }
}
