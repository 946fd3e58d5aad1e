package io.heartline.node;

import io.heartline.api.ApiContext;
import io.heartline.api.BusApi;
import io.heartline.api.HttpApi;
import io.heartline.api.NodeHealth;
import io.heartline.api.OpenRequests;
import io.heartline.auth.Keys;
import io.heartline.auth.SecurityLog;
import io.heartline.cluster.ClusterNode;
import io.heartline.delivery.Delivery;
import io.heartline.delivery.DeliveryContext;
import io.heartline.delivery.GatewayId;
import io.heartline.session.gateway.GatewayContext;
import io.heartline.store.HazelcastUserStore;
import io.heartline.store.StoreContext;
import io.heartline.store.UserStore;
import io.heartline.sweep.GhostSessionCheck;
import io.heartline.sweep.SweepContext;
import io.heartline.sweep.SweepSource;
import io.heartline.sweep.Sweeper;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds and connects the rooms of each gateway on its event loop, and the sweeper of the node on the first gateway's. */
final class GatewayWiring {
    private static final Logger LOG = LoggerFactory.getLogger(GatewayWiring.class);

    private final NodeConfig config;
    private final NodeContext node;

    /** One for each gateway, added on its event loop. */
    private final Queue<PublishIntake> intakes = new ConcurrentLinkedQueue<>();

    /** The collaborators that all gateways of a node share. */
    record NodeContext(
            ClusterNode cluster,
            InstantSource clock,
            Keys keys,
            PrometheusMeterRegistry meters,
            SweepSource sweepSource,
            Supplier<NodeHealth> health,
            NodeSurvey survey) {}

    GatewayWiring(NodeConfig config, NodeContext node) {
        this.config = config;
        this.node = node;
    }

    /** The rooms of the gateway with this number. Called on its event loop. */
    GatewayContext.Dependencies of(int index, Context loop) {
        UserStore store = new HazelcastUserStore(
                node.cluster().hazelcast(),
                loop,
                config.store(),
                new StoreContext(
                        node.clock(),
                        node.meters(),
                        () -> node.cluster().isClockSound() && node.cluster().hasQuorum()));
        DeliveryContext here = new DeliveryContext(
                new GatewayId(node.cluster().nodeId(), index),
                node.cluster().vertx(),
                node.cluster().membership()::contains,
                node.clock(),
                node.meters(),
                new SplittableRandom(new SecureRandom().nextLong()),
                config.delivery());
        Delivery delivery = new Delivery(here, store);
        ApiContext api = api(store, delivery);
        if (index == 0) {
            sweeper(loop, store, delivery, new GhostSessionCheck(here, store, delivery))
                    .start();
        }
        Future<BusApi> bus = BusApi.listen(
                        node.cluster().vertx(),
                        api,
                        config.listening().waitingBytes(Runtime.getRuntime().maxMemory()))
                .onFailure(e -> LOG.error("Gateway {} can't take pushes from the bus", index, e));
        intakes.add(new PublishIntake(loop, bus, api.requests(), delivery.pushes()));
        return new GatewayContext.Dependencies(
                store,
                delivery,
                node.keys().authenticator(node.cluster().vertx(), node.clock()),
                HttpApi.router(node.cluster().vertx(), api));
    }

    /** The intakes of the gateways that were made. */
    List<PublishIntake> intakes() {
        return List.copyOf(intakes);
    }

    private ApiContext api(UserStore store, Delivery delivery) {
        return new ApiContext(
                delivery.pushes()::push,
                store,
                delivery.effects()::removed,
                node.keys().api(),
                config.front().proxies(),
                new SecurityLog(node.meters(), node.clock()),
                config.auth().metricsOpen(),
                node.clock(),
                node.health(),
                node.cluster()::isSafe,
                node.survey()::view,
                node.meters()::scrape,
                node.meters(),
                new OpenRequests(),
                config.api());
    }

    private Sweeper sweeper(Context loop, UserStore store, Delivery delivery, GhostSessionCheck ghosts) {
        return new Sweeper(new SweepContext(
                loop,
                node.cluster().membership(),
                node.cluster()::isSafe,
                node.clock(),
                node.meters(),
                node.sweepSource()::due,
                store,
                (user, swept) -> {
                    delivery.effects().swept(user, swept);
                    ghosts.check(user, swept.sessions());
                }));
    }
}
