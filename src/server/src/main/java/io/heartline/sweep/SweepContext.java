package io.heartline.sweep;

import io.heartline.cluster.Membership;
import io.heartline.store.UserStore;
import io.heartline.user.Sweep;
import io.heartline.user.Sweep.Swept;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The collaborators of a {@link Sweeper}.
 *
 * @param loop the event loop that owns the sweeper, which is also the store's
 * @param safe true once the partitions have settled
 * @param dueUsers finds those users of this node's partitions that a sweep concerns; blocks, so it runs on a worker
 * @param store applies the sweeps
 * @param onSwept called with the outcome of each
 */
public record SweepContext(
        Context loop,
        Membership membership,
        Supplier<Future<Boolean>> safe,
        InstantSource clock,
        MeterRegistry meters,
        Function<Sweep, List<String>> dueUsers,
        UserStore store,
        BiConsumer<String, Swept> onSwept) {}
