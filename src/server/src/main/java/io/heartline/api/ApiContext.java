package io.heartline.api;

import io.heartline.auth.ApiKeys;
import io.heartline.delivery.PushOrder;
import io.heartline.delivery.PushResult;
import io.heartline.store.UserStore;
import io.heartline.user.Removed;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the API of one gateway works with. All of it is called on the gateway's event loop, except {@code metrics}.
 *
 * @param push carries out a push; never fails
 * @param store where users are looked up and cleared
 * @param keys who may do what
 * @param metricsOpen whether the metrics are for everybody
 * @param removed what follows once an operator has removed a device or a session of a user
 * @param health how the node says it is now; asked for every answer, so it must be quick
 * @param copied whether all entries have the copies that they can have now; never fails
 * @param cluster the cluster as this node sees it, each node asked
 * @param metrics the metrics as Prometheus reads them; called on a worker thread
 * @param requests those that are not answered yet; the API counts them there
 */
public record ApiContext(
        Function<PushOrder, Future<PushResult>> push,
        UserStore store,
        BiConsumer<String, Removed> removed,
        ApiKeys keys,
        boolean metricsOpen,
        InstantSource clock,
        Supplier<NodeHealth> health,
        Supplier<Future<Boolean>> copied,
        Supplier<Future<ClusterView>> cluster,
        Supplier<String> metrics,
        OpenRequests requests,
        ApiConfig config) {}
