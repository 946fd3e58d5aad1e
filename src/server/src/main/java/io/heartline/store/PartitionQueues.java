package io.heartline.store;

import com.hazelcast.internal.serialization.Data;
import io.heartline.store.StoreException.Kind;
import io.heartline.store.partition.BatchOutcomes;
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
 * The queues of one store, one for each partition, with what they share: the event loop, the clock, the limits and the meters.
 * Owned by that event loop.
 */
final class PartitionQueues {
    private static final long TICK_MILLIS = 100;

    private final Loop loop;
    private final StoreConfig config;
    private final InstantSource clock;
    private final Partitions partitions;
    private final QueueBudget budget;
    private final PartitionQueue[] queues;
    private final InFlightLimit inFlight;
    private boolean ticking;

    private final DistributionSummary batches;
    private final Timer rounds;
    private final Counter overload;
    private final Map<AttemptResult, Counter> retries = new EnumMap<>(AttemptResult.class);

    /**
     * @param sender makes one attempt to apply a batch in a partition; answers on the event loop
     */
    PartitionQueues(
            QueueContext here, Partitions partitions, BiFunction<Integer, CommandBatch, Future<BatchOutcomes>> sender) {
        this.loop = here.loop();
        this.config = here.config();
        this.clock = here.store().clock();
        this.partitions = partitions;
        this.budget = new QueueBudget(config.limits().storeBytes());
        this.inFlight = new InFlightLimit(config.limits().batchesInFlight(), partitions.nodesOf(), loop);
        this.queues = new PartitionQueue[partitions.count()];
        for (int i = 0; i < queues.length; i++) {
            int partition = i;
            queues[i] = new PartitionQueue(partition, this, batch -> sender.apply(partition, batch));
        }
        MeterRegistry meters = here.store().meters();
        batches = meters.summary(MeterNames.STORE_BATCH);
        rounds = meters.timer(MeterNames.STORE_ROUND);
        overload = meters.counter(MeterNames.STORE_REFUSED, "reason", "overload");
        for (AttemptResult result : AttemptResult.values()) {
            retries.put(
                    result,
                    meters.counter(
                            MeterNames.STORE_RETRIES, "reason", result.name().toLowerCase(Locale.ROOT)));
        }
        Gauge.builder(MeterNames.STORE_WAITING, budget, QueueBudget::commands)
                .tag("loop", Thread.currentThread().getName()) // each event loop has a store of its own
                .register(meters);
    }

    /** The collaborators of the queues. */
    record QueueContext(Loop loop, StoreConfig config, StoreContext store) {}

    /**
     * The partitions of the cluster, to which commands go.
     *
     * @param count the number of partitions
     * @param nodesOf the nodes on which a partition lies now
     * @param placement a number that is different whenever partitions have moved
     * @param running true while this node's member is running
     */
    record Partitions(int count, IntFunction<?> nodesOf, LongSupplier placement, BooleanSupplier running) {}

    /** Queues a command behind all that were submitted for the same user before. */
    <R> Future<R> submit(int partition, Data user, UserCommand<R> command) {
        PartitionQueue queue = queues[partition];
        if (queue.size() >= config.limits().queueCommands() || !budget.take(Pending.held(command))) {
            overload.increment();
            return Future.failedFuture(new StoreException(
                    Kind.UNAVAILABLE, "The node is overloaded: too many commands wait; this one was not applied."));
        }
        Pending<R> pending =
                new Pending<>(user, command, now() + config.deadline().toMillis(), budget);
        queue.add(pending);
        watch();
        return pending.future();
    }

    /** Checks the deadlines as long as a command waits. */
    private void watch() {
        if (!ticking) {
            ticking = true;
            after(TICK_MILLIS, this::tick);
        }
    }

    private void tick() {
        long now = now();
        for (PartitionQueue queue : queues) {
            queue.tick(now);
        }
        ticking = false;
        if (budget.commands() > 0) {
            watch();
        }
    }

    InFlightLimit limit() {
        return inFlight;
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

    void onSent(CommandBatch batch) {
        batches.record(batch.size());
    }

    void onAnswered(long millis) {
        rounds.record(millis, TimeUnit.MILLISECONDS);
    }

    void onRetry(AttemptResult result) {
        Counter counter = retries.get(result);
        if (counter != null) {
            counter.increment();
        }
    }
}
