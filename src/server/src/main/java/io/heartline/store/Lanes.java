package io.heartline.store;

import com.hazelcast.internal.serialization.Data;
import io.heartline.store.StoreException.Kind;
import io.heartline.store.partition.Outcomes;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.UserCommand;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * The lanes of one store, one for each partition, and what they share: the event loop, the time, the room. Owned by that
 * event loop.
 */
final class Lanes {
    private static final long TICK_MILLIS = 100;

    private final Loop loop;
    private final StoreConfig config;
    private final InstantSource clock;
    private final Partitions partitions;
    private final Budget budget;
    private final Lane[] lanes;
    private final Windows windows;
    private boolean ticking;

    private final DistributionSummary batches;
    private final Timer rounds;
    private final Counter overload;
    private final Map<Verdict, Counter> retries = new EnumMap<>(Verdict.class);

    /**
     * @param sender makes one attempt to apply a batch in a partition; answers on the event loop
     */
    Lanes(Setup setup, Partitions partitions, BiFunction<Integer, Batch, Future<Outcomes>> sender) {
        this.loop = setup.loop();
        this.config = setup.config();
        this.clock = setup.surroundings().clock();
        this.partitions = partitions;
        this.budget = new Budget(config.limits().storeBytes());
        this.windows = new Windows(config.limits().windowBatches(), partitions.nodesOf(), loop);
        this.lanes = new Lane[partitions.count()];
        for (int i = 0; i < lanes.length; i++) {
            int partition = i;
            lanes[i] = new Lane(partition, this, batch -> sender.apply(partition, batch));
        }
        MeterRegistry meters = setup.surroundings().meters();
        batches = meters.summary(MeterNames.STORE_BATCH);
        rounds = meters.timer(MeterNames.STORE_ROUND);
        overload = meters.counter(MeterNames.STORE_REFUSED, "reason", "overload");
        for (Verdict verdict : Verdict.values()) {
            retries.put(
                    verdict,
                    meters.counter(
                            MeterNames.STORE_RETRIES, "reason", verdict.name().toLowerCase(Locale.ROOT)));
        }
        Gauge.builder(MeterNames.STORE_WAITING, budget, Budget::commands)
                .tag("loop", Thread.currentThread().getName()) // each event loop has a store of its own
                .register(meters);
    }

    /** Whose turns the lanes take and what they go by. */
    record Setup(Loop loop, StoreConfig config, Surroundings surroundings) {}

    /**
     * Where commands go.
     *
     * @param count how many partitions there are
     * @param nodesOf on which nodes a partition lies now
     * @param placement another number whenever partitions have moved
     * @param running whether this node's member is running
     */
    record Partitions(int count, IntFunction<?> nodesOf, LongSupplier placement, BooleanSupplier running) {}

    /** Queues a command behind all that were submitted for the same user before. */
    <R> Future<R> submit(int partition, Data user, UserCommand<R> command) {
        Lane lane = lanes[partition];
        if (lane.queued() >= config.limits().laneCommands() || !budget.take(Pending.held(command))) {
            overload.increment();
            return Future.failedFuture(new StoreException(
                    Kind.UNAVAILABLE, "The node is overloaded: too many commands wait; this one was not applied."));
        }
        Pending<R> pending =
                new Pending<>(user, command, now() + config.deadline().toMillis(), budget);
        lane.add(pending);
        watch();
        return pending.future();
    }

    /** Looks after the deadlines as long as anything waits. */
    private void watch() {
        if (!ticking) {
            ticking = true;
            after(TICK_MILLIS, this::tick);
        }
    }

    private void tick() {
        long now = now();
        for (Lane lane : lanes) {
            lane.tick(now);
        }
        ticking = false;
        if (budget.commands() > 0) {
            watch();
        }
    }

    Windows windows() {
        return windows;
    }

    StoreConfig.Limits limits() {
        return config.limits();
    }

    long now() {
        return clock.millis();
    }

    long placement() {
        return partitions.placement().getAsLong();
    }

    boolean isRunning() {
        return partitions.running().getAsBoolean();
    }

    void after(long millis, Runnable task) {
        loop.after(millis, task);
    }

    void onSent(Batch batch) {
        batches.record(batch.size());
    }

    void onAnswered(long millis) {
        rounds.record(millis, TimeUnit.MILLISECONDS);
    }

    void onRetry(Verdict verdict) {
        Counter counter = retries.get(verdict);
        if (counter != null) {
            counter.increment();
        }
    }
}
