package io.heartline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.store.UserStore;
import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gateway without sockets that records the hints it receives. */
public final class TestGateway extends VerticleBase implements HintHandler {
    /** Hints were lost. */
    record Gap(String node) {}

    private static final long PATIENCE_SECONDS = 20;

    public final GatewayId id;
    final Set<String> members = ConcurrentHashMap.newKeySet();
    public final Set<String> sessions = ConcurrentHashMap.newKeySet();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
    private final UserStore store;
    private final DeliveryConfig config;
    private final InstantSource clock;

    public DeliveryContext here;
    Context loop;
    public Delivery delivery;

    TestGateway(GatewayId id, UserStore store, DeliveryConfig config, InstantSource clock) {
        this.id = id;
        this.store = store;
        this.config = config;
        this.clock = clock;
    }

    public static TestGateway start(Vertx vertx, GatewayId id, UserStore store, DeliveryConfig config)
            throws Exception {
        TestGateway gateway = new TestGateway(id, store, config, InstantSource.system());
        await(vertx.deployVerticle(gateway));
        return gateway;
    }

    @Override
    public Future<?> start() {
        loop = context;
        here = new DeliveryContext(id, vertx, members::contains, clock, meters, new SplittableRandom(7), config);
        delivery = new Delivery(here, store);
        return delivery.bus().listen(this).compose(listening -> delivery.heldSessions()
                .listen(sessions::contains));
    }

    @Override
    public Future<?> stop() {
        return delivery.close();
    }

    public TestGateway sees(TestGateway... others) {
        for (TestGateway other : others) {
            members.add(other.id.node());
        }
        return this;
    }

    /** Runs this on the gateway's event loop. */
    <T> T call(Callable<T> work) throws Exception {
        return await(Future.future(promise -> loop.runOnContext(nothing -> {
            try {
                promise.complete(work.call());
            } catch (Exception e) {
                promise.fail(e);
            }
        })));
    }

    public void run(Runnable work) throws Exception {
        call(() -> {
            work.run();
            return null;
        });
    }

    /** The next hint or gap that the gateway receives. */
    Object next() throws InterruptedException {
        Object next = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(next).as("something heard by " + id).isNotNull();
        return next;
    }

    public double count(String meter, String... tags) {
        Counter counter = meters.find(meter).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    /** Turns the event loop until this counter has risen above {@code before}. */
    void awaitMore(double before, String meter, String... tags) throws Exception {
        long start = System.nanoTime();
        while (call(() -> count(meter, tags)) <= before) {
            assertThat(System.nanoTime() - start)
                    .as("patience for " + meter)
                    .isLessThan(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
        }
    }

    PushResult push(PushOrder order) throws Exception {
        return await(pushing(order));
    }

    /** Starts a push; the future is its result. */
    Future<PushResult> pushing(PushOrder order) throws Exception {
        return call(() -> List.of(delivery.pushes().push(order))).get(0);
    }

    public static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void onHint(String user, String session, Position position, @Nullable Encoded encoded) {
        heard.add(new Hint.Message(user, session, position, encoded));
    }

    @Override
    public void onTransient(String user, String session, Buffer frame) {
        heard.add(new Hint.Transient(user, session, frame));
    }

    @Override
    public void onEvict(String user, String session, Eviction.Cause cause) {
        heard.add(new Hint.Evict(user, session, cause));
    }

    @Override
    public void onGap(String node) {
        heard.add(new Gap(node));
    }
}
