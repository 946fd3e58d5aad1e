package io.heartline.node;

import io.heartline.api.ApiContext;
import io.heartline.api.BusApi;
import io.heartline.api.HttpApi;
import io.heartline.api.NodeHealth;
import io.heartline.api.OpenRequests;
import io.heartline.auth.Keys;
import io.heartline.cluster.ClusterNode;
import io.heartline.cluster.Sweeper;
import io.heartline.delivery.Delivery;
import io.heartline.delivery.DeliveryContext;
import io.heartline.delivery.GatewayId;
import io.heartline.session.gateway.GatewayContext;
import io.heartline.store.HazelcastUserStore;
import io.heartline.store.Surroundings;
import io.heartline.store.UserStore;
import io.heartline.user.Sweep.Swept;
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

/** Builds the rooms of each gateway, on its event loop: store, delivery, HTTP and bus; and the node's one sweeper. */
final class Rooms {
    private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);

    private final NodeConfig config;
    private final Shared shared;

    /** One for each gateway, added on its event loop. */
    private final Queue<Intake> intakes = new ConcurrentLinkedQueue<>();

    /** What all gateways of a node share. */
    record Shared(
            ClusterNode cluster,
            InstantSource clock,
            Keys keys,
            PrometheusMeterRegistry meters,
            Entries entries,
            Supplier<NodeHealth> health,
            NodeRoll roll) {}

    Rooms(NodeConfig config, Shared shared) {
        this.config = config;
        this.shared = shared;
    }

    /** The rooms of the gateway with this number. Called on its event loop. */
    GatewayContext.Dependencies of(int index, Context loop) {
        UserStore store = new HazelcastUserStore(
                shared.cluster().hazelcast(),
                loop,
                config.store(),
                new Surroundings(
                        shared.clock(),
                        shared.meters(),
                        () -> shared.cluster().isClockSound()
                                && shared.cluster().hasQuorum()));
        Delivery delivery = new Delivery(
                new DeliveryContext(
                        new GatewayId(shared.cluster().nodeId(), index),
                        shared.cluster().vertx(),
                        shared.cluster().membership()::contains,
                        shared.clock(),
                        shared.meters(),
                        new SplittableRandom(new SecureRandom().nextLong()),
                        config.delivery()),
                store);
        ApiContext api = api(store, delivery);
        if (index == 0) {
            sweeper(loop, store, delivery).start();
        }
        Future<BusApi> bus = BusApi.listen(shared.cluster().vertx(), api)
                .onFailure(e -> LOG.error("Gateway {} can't take pushes from the bus", index, e));
        intakes.add(new Intake(loop, bus, api.requests(), delivery.pushes()));
        return new GatewayContext.Dependencies(
                store,
                delivery,
                shared.keys().authenticator(shared.cluster().vertx(), shared.clock()),
                HttpApi.router(shared.cluster().vertx(), api));
    }

    /** What the gateways that were made take from publishers. */
    List<Intake> intakes() {
        return List.copyOf(intakes);
    }

    private ApiContext api(UserStore store, Delivery delivery) {
        return new ApiContext(
                delivery.pushes()::push,
                store,
                delivery.aftermath()::removed,
                shared.keys().api(),
                config.auth().metricsOpen(),
                shared.clock(),
                shared.health(),
                shared.cluster()::isSafe,
                shared.roll()::view,
                shared.meters()::scrape,
                new OpenRequests(),
                config.api());
    }

    private Sweeper sweeper(Context loop, UserStore store, Delivery delivery) {
        return new Sweeper(
                loop,
                new Sweeper.Sight(
                        shared.cluster().membership(),
                        config.cluster().minNodes(),
                        shared.cluster()::isSafe,
                        shared.clock()),
                new Sweeper.Work(shared.entries()::due, store, (user, swept) -> onSwept(delivery, user, swept)),
                shared.meters());
    }

    private static void onSwept(Delivery delivery, String user, Swept swept) {
        delivery.aftermath().swept(user, swept);
        delivery.census().check(user, swept.sessions());
    }
}
