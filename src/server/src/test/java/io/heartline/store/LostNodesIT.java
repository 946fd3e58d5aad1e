package io.heartline.store;

import static io.heartline.store.Commands.NOW;
import static io.heartline.store.Commands.push;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.HazelcastInstance;
import io.heartline.store.codec.StateCodec;
import io.heartline.store.split.WriterNames;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Describe;
import io.heartline.user.PushOutcome;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.UserState;
import io.heartline.user.WriteCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that hang, are killed and join. No acknowledged write is lost, and every other write fails with an error. */
class LostNodesIT {
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private TestCluster cluster = new TestCluster(StoreConfig.of(1));

    @AfterEach
    void stop() {
        cluster.close();
        Caller.answer(vertx.close());
    }

    @Test
    void aPushIsAnsweredOnlyOnceItsCopyExists() {
        cluster = TestCluster.of(2, StoreConfig.of(1));
        String alice = cluster.userOf(0, 1);
        Caller owner = caller(0, StoreConfig.of(1));
        owner.ask(alice, push("m0"));

        CountDownLatch copying = cluster.suspend(1, alice);
        Future<PushOutcome> first = owner.submit(alice, push("m1"));
        TestCluster.awaitUntil(() -> retries("in_doubt") >= 2);
        assertThat(first.isComplete()).as("answered without a copy").isFalse();
        assertThat(cluster.held(1, alice).mailbox().head()).isEqualTo(1);

        copying.countDown();
        Pushed pushed = (Pushed) Caller.answer(first);
        assertThat(pushed.duplicate()).as("the first attempt had been applied").isTrue();
        assertThat(pushed.position().seq()).isEqualTo(2);
        cluster.kill(0);
        assertThat(cluster.held(1, alice).mailbox().owed()).isEqualTo(2);
    }

    /** The write was not sent to the lost replica, so the writer name of the answer must not include it. */
    @Test
    void whereACopyIsLostFromSightWhileAPushIsCarriedOutTheAnswerCountsWithoutIt() {
        cluster = TestCluster.of(2, StoreConfig.of(1));
        String alice = cluster.userOf(0, 1);
        WriterNames names = cluster.namesThatLoseSight(0, 1); // one look-up finds the replica, later ones do not
        Caller owner = caller(0, StoreConfig.of(1));

        Pushed pushed = (Pushed) owner.ask(alice, push("m0"));

        assertThat(pushed.position().seq()).isEqualTo(1);
        assertThat(cluster.held(0, alice).vector().counters())
                .extracting(WriteCounter::source)
                .contains(names.of(cluster.partitionOf(alice)));
        assertThat(names.replicatedOn(Set.of("node-1"))).hasSize(1);
    }

    @Test
    void aRepeatedPushIsNotAnsweredEitherWhileItsCopyIsMissing() {
        cluster = TestCluster.of(2, StoreConfig.of(1));
        String alice = cluster.userOf(0, 1);
        Caller owner = caller(0, shortDeadline());
        owner.ask(alice, push("m0"));

        CountDownLatch copying = cluster.suspend(1, alice);
        Future<PushOutcome> first = owner.submit(alice, push("m1"));
        assertThat(Caller.failure(first).kind()).isEqualTo(StoreException.Kind.OUTCOME_UNKNOWN);
        Future<PushOutcome> repeated = owner.submit(alice, push("m1"));
        assertThat(Caller.failure(repeated).kind()).isNotNull();
        copying.countDown();

        assertThat(((Pushed) owner.ask(alice, push("m1"))).duplicate()).isTrue();
        assertThat(cluster.held(1, alice).mailbox().owed()).isEqualTo(2);
    }

    /**
     * Otherwise a merge would discard the write as unacknowledged, since the node that held the replica does not have it.
     */
    @Test
    void whatIsAnsweredOnceACopyIsLostCountsUnderAnotherName() {
        cluster = TestCluster.of(2, StoreConfig.of(1));
        String alice = cluster.userOf(0, 1);
        Caller owner = caller(0, StoreConfig.of(1));
        owner.ask(alice, push("m0"));
        List<WriteCounter> before = cluster.held(0, alice).vector().counters();

        cluster.kill(1);
        assertThat(((Pushed) owner.ask(alice, push("m0"))).duplicate()).isTrue();

        List<WriteCounter> after = cluster.held(0, alice).vector().counters();
        assertThat(after).startsWith(before.toArray(WriteCounter[]::new)).hasSize(before.size() + 1);
        assertThat(after.get(after.size() - 1).source())
                .isNotEqualTo(before.get(before.size() - 1).source());
    }

    @Test
    void theDeadlineIsKeptWhileTheOwnerHangsAndOrderHoldsAfterwards() {
        cluster = TestCluster.of(2, StoreConfig.of(1));
        String alice = cluster.userOf(1, 1);
        Caller caller = caller(0, shortDeadline());
        caller.ask(alice, push("m0"));

        CountDownLatch working = cluster.suspend(1, alice);
        long start = System.nanoTime();
        Future<PushOutcome> sent = caller.submit(alice, push("m1"));
        Future<PushOutcome> queued = caller.submit(alice, push("m2"));
        assertThat(Caller.failure(sent).kind()).isEqualTo(StoreException.Kind.OUTCOME_UNKNOWN);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("a push to an owner that hangs was answered after " + taken);
        assertThat(taken).isGreaterThan(Duration.ofMillis(1_400));
        assertThat(Caller.failure(queued)).isNotNull();
        Future<PushOutcome> later = caller.submit(alice, push("m3"));
        working.countDown();

        // An abandoned write was applied earlier or never: no write comes between the later ones.
        long position = ((Pushed) Caller.answer(later)).position().seq();
        assertThat(((Pushed) caller.ask(alice, push("m4"))).position().seq()).isEqualTo(position + 1);
    }

    @Test
    void nothingThatWasAnsweredIsLostWithItsOwner() {
        cluster = TestCluster.of(3, StoreConfig.of(1));
        Caller caller = caller(0, StoreConfig.of(1));
        List<String> users = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            users.add(cluster.userOf(n % 3, n));
        }
        List<Future<PushOutcome>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            for (String user : users) {
                answers.add(caller.submit(user, push("m" + i)));
            }
            if (i == 50) {
                TestCluster.awaitUntil(() -> answers.get(answers.size() / 2).isComplete());
                cluster.kill(2);
            }
        }
        answers.forEach(answer -> assertThat(Caller.answer(answer)).isInstanceOf(Pushed.class));

        for (String user : users) {
            assertThat(ids(stateOf(caller, user))).hasSize(100);
            assertThat(stateOf(caller, user).mailbox().head())
                    .as("each stored once")
                    .isEqualTo(100);
        }
    }

    @Test
    void orderHoldsWhilePartitionsMoveToNodesThatJoin() {
        cluster = TestCluster.of(1, StoreConfig.of(1));
        Caller caller = caller(0, StoreConfig.of(1));
        List<Future<PushOutcome>> answers = new ArrayList<>();
        pushRounds(caller, answers, 300);
        cluster.join();
        pushRounds(caller, answers, 300);
        cluster.join();
        pushRounds(caller, answers, 300);

        for (int i = 0; i < answers.size(); i++) {
            Pushed pushed = (Pushed) Caller.answer(answers.get(i));
            assertThat(pushed.position().seq()).isEqualTo(i / 20 + 1);
        }
    }

    private static void pushRounds(Caller caller, List<Future<PushOutcome>> answers, int rounds) {
        for (int i = 0; i < rounds; i++) {
            for (int user = 0; user < 20; user++) {
                answers.add(caller.submit("user-" + user, push("m" + answers.size())));
            }
        }
    }

    @Test
    void withoutQuorumEverythingIsRefusedUntilItIsBack() {
        StoreConfig quorum = StoreConfig.of(1);
        cluster = TestCluster.of(2, quorum, 2);
        Caller caller = caller(0, quorum);
        String alice = cluster.userOf(0, 1);
        caller.ask(alice, push("m1"));
        cluster.kill(1);
        TestCluster.awaitUntil(() -> !cluster.hasQuorum(0));

        assertThat(Caller.failure(caller.submit(alice, push("m2"))).kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
        assertThat(Caller.failure(caller.submit(alice, new Describe(NOW)))).hasMessageContaining("not applied");
        cluster.join();
        TestCluster.awaitUntil(() -> cluster.hasQuorum(0));
        assertThat(((Pushed) caller.ask(alice, push("m2"))).position().seq()).isEqualTo(2);
    }

    @Test
    void twoCopiesAreKeptWhereTwoAreAskedFor() {
        StoreConfig two = StoreConfig.of(2);
        cluster = TestCluster.of(3, two);
        Caller caller = caller(1, two);
        String alice = cluster.userOf(0, 1);
        caller.ask(alice, push("m1"));
        caller.ask(alice, push("m2"));

        for (int member = 0; member < 3; member++) {
            assertThat(cluster.held(member, alice).mailbox().owed()).isEqualTo(2);
        }
    }

    @Test
    void aStoppedMemberRefuses() {
        cluster = TestCluster.of(1, StoreConfig.of(1));
        Caller caller = caller(0, StoreConfig.of(1));
        caller.ask("alice", push("m1"));
        cluster.kill(0);

        assertThat(Caller.failure(caller.submit("alice", push("m2"))).kind())
                .isEqualTo(StoreException.Kind.UNAVAILABLE);
    }

    private UserState stateOf(Caller caller, String user) {
        caller.ask(user, new Describe(NOW));
        UserState one = cluster.held(0, user);
        assertThat(StateCodec.owesTheSame(one, cluster.held(1, user))).isTrue();
        return one;
    }

    private static Set<String> ids(UserState state) {
        Set<String> ids = new TreeSet<>();
        state.mailbox().forEach(message -> ids.add(message.id()));
        return ids;
    }

    private static StoreConfig shortDeadline() {
        return new StoreConfig(1, Duration.ofMillis(1_500), StoreConfig.Limits.DEFAULT);
    }

    private double retries(String reason) {
        return meters.counter(MeterNames.STORE_RETRIES, "reason", reason).count();
    }

    private Caller caller(int member, StoreConfig config) {
        HazelcastInstance hazelcast = cluster.member(member);
        StoreContext here = new StoreContext(InstantSource.system(), meters, () -> true);
        return new Caller(
                ((VertxInternal) vertx).createEventLoopContext(),
                context -> new HazelcastUserStore(hazelcast, context, config, here));
    }
}
