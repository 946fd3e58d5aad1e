package io.heartline.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.cluster.FakeMembership;
import io.heartline.cluster.TestNodes;
import io.heartline.store.StoreException;
import io.heartline.store.UserStore;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Sweep;
import io.heartline.user.Sweep.Swept;
import io.heartline.user.UserCommand;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class SweeperTest {
    private static final long NOW = 1_763_650_000_000L;

    private final AtomicReference<List<String>> inSight = new AtomicReference<>(List.of("a", "b"));
    private volatile int minNodes = 1;
    private final FakeMembership cluster = new FakeMembership(inSight::get, nodes -> nodes >= minNodes);
    private final AtomicReference<List<String>> due = new AtomicReference<>(List.of());
    private final AtomicReference<Boolean> safe = new AtomicReference<>(true);
    private final InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(NOW));
    private final BlockingQueue<Sweep> scans = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> swept = new LinkedBlockingQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Context context;

    /** Commands that are held back until the test releases them. */
    private final List<Promise<Swept>> held = new CopyOnWriteArrayList<>();

    private final AtomicInteger submitted = new AtomicInteger();
    private boolean holding;

    private final UserStore store = new UserStore() {
        @Override
        @SuppressWarnings("unchecked")
        public <R> Future<R> submit(String user, UserCommand<R> command) {
            assertThat(Vertx.currentContext()).isEqualTo(context);
            submitted.incrementAndGet();
            if (user.equals("broken")) {
                return Future.failedFuture(new StoreException(StoreException.Kind.UNAVAILABLE, "not now"));
            }
            Promise<Swept> promise = Promise.promise();
            if (holding) {
                held.add(promise);
            } else {
                promise.complete(reaping(1));
            }
            return (Future<R>) promise.future();
        }
    };

    @BeforeEach
    void createContext(Vertx vertx) {
        context = vertx.getOrCreateContext();
    }

    @Test
    void theSessionsOfANodeThatLeftAreDetachedAndCounted() throws Exception {
        due.set(List.of("alice", "bob"));
        sweeper((user, outcome) -> {
                    due.set(List.of());
                    swept.add(user);
                })
                .start();

        leave("b");

        Sweep sweep = next(scans);
        assertThat(sweep).isEqualTo(new Sweep(Set.of("a"), NOW - 3_000, NOW));
        assertThat(List.of(next(swept), next(swept))).containsExactly("alice", "bob");
        next(scans); // the next pass has begun: the first was counted
        assertThat(meters.counter(MeterNames.REAPED).count()).isEqualTo(2);
    }

    @Test
    void itPassesAgainWhereAUserCouldNotBeSwept() throws Exception {
        due.set(List.of("broken"));
        sweeper((user, outcome) -> swept.add(user)).start();

        leave("b");

        next(scans);
        next(scans);
        assertThat(swept).isEmpty();
    }

    @Test
    void withTooFewNodesInSightNothingIsSwept() throws Exception {
        minNodes = 2;
        sweeper((user, outcome) -> swept.add(user)).start();

        leave("b");
        assertThat(scans.poll(1, TimeUnit.SECONDS)).isNull();
        inSight.set(List.of("a", "c"));
        cluster.refresh();

        assertThat(next(scans).alive()).containsExactlyInAnyOrder("a", "c");
    }

    @Test
    void whileASplitHealsNothingIsSwept() throws Exception {
        sweeper((user, outcome) -> swept.add(user)).start();
        leave("b");
        next(scans); // the first pass of several

        cluster.merging();
        assertThat(scans.poll(2, TimeUnit.SECONDS)).isNull();
        inSight.set(List.of("a", "b"));
        cluster.merged();

        assertThat(next(scans).alive()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void commandsOfAPassAreFewAtATime(Vertx vertx) throws Exception {
        holding = true;
        SweepPass pass = new SweepPass(new Sweep(Set.of("a"), NOW, NOW), context((user, outcome) -> swept.add(user)));
        List<String> many = IntStream.range(0, 200).mapToObj(n -> "user-" + n).toList();
        Promise<SweepPass.Result> done = Promise.promise();

        context.runOnContext(v -> pass.over(many).onComplete(done));
        TestNodes.until("64 are out", () -> submitted.get() == 64 && held.size() == 64);
        holding = false;
        held.forEach(command -> context.runOnContext(v -> command.complete(reaping(0))));

        assertThat(TestNodes.await(done.future())).isEqualTo(new SweepPass.Result(136, 0));
        assertThat(submitted).hasValue(200);
        assertThat(swept).hasSize(200);
    }

    @Test
    void aPassOverManyUsersThatAreSweptAtOnceDoesNotDigDeep() {
        SweepPass pass = new SweepPass(new Sweep(Set.of("a"), NOW, NOW), context((user, outcome) -> {}));
        List<String> many =
                IntStream.range(0, 200_000).mapToObj(n -> "user-" + n).toList();
        Promise<SweepPass.Result> done = Promise.promise();

        context.runOnContext(v -> pass.over(many).onComplete(done));

        assertThat(TestNodes.await(done.future())).isEqualTo(new SweepPass.Result(200_000, 0));
    }

    private void leave(String node) {
        inSight.set(cluster.membership().nodes().stream()
                .filter(other -> !other.equals(node))
                .toList());
        onContext(cluster::refresh);
    }

    /** Runs an action on the context, after the actions submitted before. */
    private void onContext(Runnable act) {
        context.runOnContext(v -> act.run());
    }

    private Sweeper sweeper(BiConsumer<String, Swept> onSwept) {
        return new Sweeper(context(onSwept));
    }

    private SweepContext context(BiConsumer<String, Swept> onSwept) {
        return new SweepContext(
                context,
                cluster.membership(),
                () -> Future.succeededFuture(safe.get()),
                clock,
                meters,
                sweep -> {
                    scans.add(sweep);
                    return due.get();
                },
                store,
                onSwept);
    }

    private static Swept reaping(int sessions) {
        return new Swept("epoch", sessions, List.of(), List.of(), List.of());
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }
}
