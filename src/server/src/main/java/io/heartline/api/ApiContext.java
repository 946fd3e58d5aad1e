package io.heartline.api;

import io.heartline.auth.ApiKeys;
import io.heartline.auth.SecurityLog;
import io.heartline.auth.TrustedProxies;
import io.heartline.delivery.PushOrder;
import io.heartline.delivery.PushResult;
import io.heartline.store.UserStore;
import io.heartline.user.Removed;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The collaborators of one gateway's API. Called on the gateway's event loop, except {@code metrics}.
 *
 * @param push carries out a push, and calls its second argument once the push is stored or refused; never fails
 * @param store the users' entries, for look-ups and clears
 * @param removed the effects after an operator has removed a device or a session of a user
 * @param keys the API keys and their scopes
 * @param proxies the proxies that are believed when they name a client
 * @param security logs refused keys and what operators do
 * @param metricsOpen true if the metrics need no key
 * @param health the health of the node now; asked for every response, so it must be quick
 * @param copied true if all entries have all replicas that they can have now; never fails
 * @param cluster the cluster as this node sees it, after asking each node
 * @param metrics the metrics in the format of Prometheus; called on a worker thread
 * @param meters the registry in which the API counts
 * @param requests the unanswered requests; the API counts them there
 */
public record ApiContext(
        BiFunction<PushOrder, Runnable, Future<PushResult>> push,
        UserStore store,
        BiConsumer<String, Removed> removed,
        ApiKeys keys,
        TrustedProxies proxies,
        SecurityLog security,
        boolean metricsOpen,
        InstantSource clock,
        Supplier<NodeHealth> health,
        Supplier<Future<Boolean>> copied,
        Supplier<Future<ClusterView>> cluster,
        Supplier<String> metrics,
        MeterRegistry meters,
        OpenRequests requests,
        ApiConfig config) {}
