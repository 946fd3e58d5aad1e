package io.heartline.session.gateway;

import io.heartline.auth.AuthConfig;
import io.heartline.auth.ClientAuthenticator;
import io.heartline.auth.Origins;
import io.heartline.auth.TokenConfig;
import io.heartline.auth.TrustedProxies;
import io.heartline.delivery.BusWindow;
import io.heartline.delivery.Delivery;
import io.heartline.delivery.DeliveryConfig;
import io.heartline.delivery.DeliveryContext;
import io.heartline.delivery.GatewayId;
import io.heartline.delivery.PushOrder;
import io.heartline.delivery.PushResult;
import io.heartline.session.SessionConfig;
import io.heartline.session.dialect.Routes;
import io.heartline.store.InMemoryEntries;
import io.heartline.store.InMemoryUserStore;
import io.heartline.store.UserStore;
import io.heartline.testsupport.Ports;
import io.heartline.user.Body;
import io.heartline.user.DisconnectUser;
import io.heartline.user.Removed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A node of one gateway, or several, on loopback, with entries on the heap. */
public final class TestNode {
    /** The choices of a test. */
    public static final class Choices {
        SessionConfig config = SessionConfig.DEFAULT;
        public TrustedProxies proxies = TrustedProxies.NONE;
        public ConnectionLimit limit = (request, connections) -> null;
        HttpRules rules = new HttpRules(HttpRules.MAX_HEADER_BYTES, HostRule.ANY);
        Routes routes = Routes.NONE;
        List<String> origins = List.of("https://good.example");
        int gateways = 1;
        public InstantSource clock = InstantSource.system();
        /** While it returns false, the store refuses every command. */
        BooleanSupplier mayServe = () -> true;

        UnaryOperator<UserStore> store = UnaryOperator.identity();
        /** With it the listener speaks TLS. */
        @Nullable
        PemKeyCertOptions certificate;

        Handler<HttpServerRequest> http =
                request -> request.response().setStatusCode(404).end();

        @Nullable
        ClientAuthenticator authenticator;
    }

    final Vertx vertx = Vertx.vertx();
    final InMemoryEntries entries = new InMemoryEntries("n1");
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final GatewayVerticle gateway;
    private final AtomicReference<Delivery> delivery = new AtomicReference<>();
    private final AtomicReference<Context> loop = new AtomicReference<>();
    private final AtomicReference<UserStore> stores = new AtomicReference<>();
    private int pushed;

    public TestNode(Choices choices) throws Exception {
        int port = choices.gateways == 1 ? 0 : Ports.free(); // gateways share only a port that was named
        gateway = new GatewayVerticle(context(choices, 0, port));
        await(vertx.deployVerticle(gateway));
        for (int index = 1; index < choices.gateways; index++) {
            await(vertx.deployVerticle(new GatewayVerticle(context(choices, index, port))));
        }
    }

    private GatewayContext context(Choices choices, int index, int port) {
        InstantSource clock = choices.clock;
        return new GatewayContext(
                "n1",
                index,
                "127.0.0.1",
                port,
                choices.certificate,
                choices.config,
                choices.proxies,
                Origins.of(new AuthConfig(AuthConfig.Mode.NONE, TokenConfig.NONE, null, choices.origins, true)),
                choices.routes,
                choices.rules,
                choices.limit,
                new RefusalLog(clock),
                meters,
                clock,
                context -> {
                    loop.set(context);
                    UserStore store = choices.store.apply(new InMemoryUserStore(context, entries, choices.mayServe));
                    stores.set(store);
                    delivery.set(new Delivery(
                            new DeliveryContext(
                                    new GatewayId("n1", index),
                                    vertx,
                                    node -> true,
                                    clock,
                                    meters,
                                    new SplittableRandom(1),
                                    new DeliveryConfig(1_000, 64 << 20, 10, BusWindow.DEFAULT)),
                            store));
                    return new GatewayContext.Dependencies(store, delivery.get(), choices.authenticator, choices.http);
                });
    }

    public int port() {
        return gateway.port();
    }

    PushResult push(String user, String json) throws Exception {
        return push(user, json, false);
    }

    PushResult push(String user, String json, boolean transientMode) throws Exception {
        Body body = Body.of(json.getBytes(StandardCharsets.UTF_8));
        PushOrder order = new PushOrder(user, "m" + ++pushed, false, body, transientMode, 60_000, false, 0, false);
        return await(Future.future(promise -> loop.get()
                .runOnContext(now -> delivery.get().pushes().push(order).onComplete(promise))));
    }

    /** Disconnects a user and refuses its tokens, as the API does. */
    void disconnect(String user, long notBefore) throws Exception {
        DisconnectUser command = new DisconnectUser(notBefore, 1, System.currentTimeMillis());
        await(Future.<Removed>future(promise -> loop.get().runOnContext(now -> stores.get()
                .submit(user, command)
                .onSuccess(removed -> delivery.get().effects().removed(user, removed))
                .onComplete(promise))));
    }

    void drain(Duration over) throws Exception {
        await(gateway.drain(over));
    }

    /** Completes when the gateway has no session any more. */
    public Future<Void> empty() {
        return until(() -> gateway.sessions() == 0);
    }

    /** Completes when the condition is true. */
    Future<Void> until(BooleanSupplier so) {
        // On the loop of the timer: one that another thread sets may be due before it can be cancelled.
        return Future.future(promise -> vertx.runOnContext(begun -> vertx.setPeriodic(10, timer -> {
            if (so.getAsBoolean()) {
                vertx.cancelTimer(timer);
                promise.tryComplete();
            }
        })));
    }

    public static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    public void close() throws Exception {
        await(vertx.close());
    }
}
