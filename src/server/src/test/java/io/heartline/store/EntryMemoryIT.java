package io.heartline.store;

import static io.heartline.store.Commands.NOW;
import static io.heartline.store.Commands.ack;
import static io.heartline.store.Commands.attach;
import static io.heartline.store.Commands.push;
import static io.heartline.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.heartline.store.memory.EntryMemory;
import io.heartline.store.partition.EntryScan;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Body;
import io.heartline.user.Clear;
import io.heartline.user.Describe;
import io.heartline.user.MailboxLimits;
import io.heartline.user.Push;
import io.heartline.user.PushOutcome.Pushed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The heap that entries take, as members count it, and what they refuse because of it. */
class EntryMemoryIT {
    private static final StoreConfig CONFIG = StoreConfig.of(1);
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int MEGABYTE = 1 << 20;
    /** The shape of entries whose messages are all acknowledged. */
    private static final int ACKED = 3;

    private final Vertx vertx = Vertx.vertx();
    private final TestCluster cluster = new TestCluster(CONFIG);
    private final List<HazelcastInstance> small = new ArrayList<>();
    private int late;

    @AfterEach
    void stop() {
        small.forEach(member -> member.getLifecycleService().terminate());
        cluster.close();
        Caller.answer(vertx.close());
    }

    @Test
    void theEstimateIsNotBelowTheHeapThatEntriesTakeAndNotFarAbove() {
        Caller caller = callerOf(cluster.join());
        caller.ask("first", push("m1"));
        for (int shape = 0; shape < 4; shape++) {
            long heldBefore = held(cluster.member(0));
            long heapBefore = liveHeap();
            fill(caller, shape);
            double heap = liveHeap() - heapBefore;
            double estimate = held(cluster.member(0)) - heldBefore;

            System.out.printf("shape %d: heap %.1f MB, estimate %.1f MB%n", shape, heap / 1e6, estimate / 1e6);
            assertThat(estimate).as("shape %d", shape).isBetween(heap * 0.9, heap * 1.6);
            if (shape == ACKED) {
                eventually("they are counted as remembered", WITHIN, () -> remembered() >= estimate / 2);
                assertThat(remembered()).isLessThanOrEqualTo(estimate);
            } else {
                assertThat(remembered()).as("shape %d", shape).isZero();
            }
        }
    }

    private double remembered() {
        return gauge(cluster.member(0), MeterNames.REMEMBERED_BYTES);
    }

    /**
     * Users with a large message; users with a small one and a session; users with many small ones; users with many that are
     * acknowledged, and only remembered.
     */
    private static void fill(Caller caller, int shape) {
        int users = shape >= 2 ? 2_000 : 5_000;
        List<Future<?>> answers = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            String user = "user-" + shape + "-" + i;
            if (shape == 1 || shape == ACKED) {
                answers.add(caller.submit(user, attach("session-of-" + i, "phone-" + i)));
            }
            int messages = shape >= 2 ? 40 : 1;
            for (int m = 0; m < messages; m++) {
                answers.add(caller.submit(user, pushOf(shape == 0 ? 1_000 : 30, "message-" + i + "-" + m)));
            }
            if (shape == ACKED) {
                Pushed last = (Pushed) caller.ask(user, pushOf(30, "last-" + i));
                answers.add(caller.submit(
                        user,
                        ack(
                                "session-of-" + i,
                                last.position().epoch(),
                                last.position().seq())));
            }
            if (answers.size() >= 1_000) {
                answers.forEach(Caller::answer);
                answers.clear();
            }
        }
        answers.forEach(Caller::answer);
    }

    @Test
    void bothMembersCountTheirCopies() {
        Caller caller = callerOf(cluster.join());
        cluster.join();
        for (int i = 0; i < 300; i++) {
            caller.ask("user-" + i, pushOf(1_000, "m1"));
        }

        eventually(
                "both have counted",
                WITHIN,
                () -> held(cluster.member(0)) > 300_000 && held(cluster.member(0)) == held(cluster.member(1)));
        eventually("each knows what both accepted, once", WITHIN, () -> {
            double accepted = gauge(cluster.member(0), MeterNames.ACCEPTED_BYTES);
            return accepted >= held(cluster.member(0)) && accepted < 1.1 * held(cluster.member(0));
        });
    }

    @Test
    void aMemberThatIsTooSmallTakesNoCopiesUntilThereIsRoom() {
        Caller caller = callerOf(cluster.join());
        for (int i = 0; i < 200; i++) {
            caller.ask("user-" + i, pushOf(10_000, "m1"));
        }
        eventually("all is counted", WITHIN, () -> gauge(cluster.member(0), MeterNames.ACCEPTED_BYTES) > 2 * MEGABYTE);

        HazelcastInstance newcomer = joinWith(MEGABYTE);
        eventually(
                "pushes are refused, since one of the two may be lost",
                WITHIN,
                () -> pushedLate(caller) instanceof StoreException refused
                        && String.valueOf(refused.getMessage()).contains("after the loss of one"));
        assertThat(((Pushed) caller.ask("user-1", push("m1"))).duplicate()).isTrue();
        // A copy that arrives during a count is counted twice until the next one.
        eventually(
                "the newcomer holds a part of the entries",
                WITHIN,
                () -> held(newcomer) > MEGABYTE / 2 && held(newcomer) < held(cluster.member(0)) * 9 / 10);
        assertThat(cluster.member(0).getPartitionService().isLocalMemberSafe()).isFalse();
        eventually("the other has said how much room it has", WITHIN, () -> String.valueOf(
                        EntryMemory.of(cluster.member(0)).handOverDoubt())
                .contains("the other nodes have room for 1 MB"));
        long alone = new EntryScan(cluster.member(0)).owedHereAlone().messages();
        assertThat(alone).as("messages without a copy").isPositive().isLessThan(200);

        for (int i = 0; i < 180; i++) {
            caller.ask("user-" + i, new Clear(NOW));
        }
        eventually(
                "the newcomer has all copies",
                WITHIN,
                () -> cluster.member(0).getPartitionService().isLocalMemberSafe()
                        && held(newcomer) == held(cluster.member(0)));
        eventually("and pushes are accepted", WITHIN, () -> pushedLate(caller) instanceof Pushed);
        assertThat(caller.ask("user-199", new Describe(NOW)).pending()).isOne();
        assertThat(EntryMemory.of(cluster.member(0)).handOverDoubt()).isNull();
        assertThat(new EntryScan(cluster.member(0)).owedHereAlone().messages()).isZero();
    }

    /** The outcome of a push to a new user. */
    private Object pushedLate(Caller caller) {
        return Caller.outcome(caller.submit("late-" + late++, push("m1")));
    }

    /** A member of this cluster whose entries may take so many bytes. */
    private HazelcastInstance joinWith(long capacity) {
        var address = cluster.member(0).getCluster().getLocalMember().getAddress();
        Config config = cluster.config("small", List.of(address.getHost() + ":" + address.getPort()));
        config.getMemberAttributeConfig().setAttribute("heartline.capacity", Long.toString(capacity));
        HazelcastInstance member = Hazelcast.newHazelcastInstance(config);
        small.add(member);
        return member;
    }

    private Caller callerOf(HazelcastInstance member) {
        StoreContext here = new StoreContext(InstantSource.system(), new SimpleMeterRegistry(), () -> true);
        return new Caller(
                ((VertxInternal) vertx).createEventLoopContext(),
                context -> new HazelcastUserStore(member, context, CONFIG, here));
    }

    private static Push pushOf(int bytes, String id) {
        return new Push(id, Body.of(new byte[bytes]), Commands.DAY, null, MailboxLimits.DEFAULT, 7, NOW);
    }

    private static long held(HazelcastInstance member) {
        return (long) gauge(member, MeterNames.HELD_BYTES);
    }

    private static double gauge(HazelcastInstance member, String name) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        EntryMemory.of(member).observe(meters);
        return meters.get(name).gauge().value();
    }

    /** What is left after collections, once it no longer becomes less. */
    private static long liveHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 6; i++) {
            System.gc();
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
