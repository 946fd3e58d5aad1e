package io.heartline.store;

import static io.heartline.store.Commands.DAY;
import static io.heartline.store.Commands.LIMIT;
import static io.heartline.store.Commands.NOW;
import static io.heartline.store.Commands.attach;
import static io.heartline.store.Commands.push;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.store.codec.StateCodec;
import io.heartline.store.partition.HeapGuard;
import io.heartline.user.Attach;
import io.heartline.user.AttachOutcome;
import io.heartline.user.Describe;
import io.heartline.user.DisconnectUser;
import io.heartline.user.LiveSession;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.ReadLimit;
import io.heartline.user.Sweep;
import io.heartline.user.TokenCutoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of the store, on a cluster of two members with a store each. */
class HazelcastUserStoreIT extends UserStoreContract {
    private static final StoreConfig CONFIG = StoreConfig.of(1);
    private static TestCluster cluster;
    private static Vertx vertx;
    private static Caller here;
    private static Caller there;
    private static volatile boolean serving = true;

    @BeforeAll
    static void start() {
        cluster = TestCluster.of(2, CONFIG);
        vertx = Vertx.vertx();
        here = caller(0);
        there = caller(1);
    }

    @AfterAll
    static void stop() {
        Caller.answer(vertx.close());
        cluster.close();
    }

    @Test
    void aSweepDetachesNoSessionOfANodeThatTheOwnerOfTheEntrySees() {
        Sweep ofOneSide = new Sweep(Set.of("another"), NOW + 1, NOW);
        here.ask("on-node-1", attach("s1", "phone"));
        LiveSession lost = new LiveSession("s2", "node-9", 0, LiveSession.NO_ATTEMPT, NOW, "websocket");
        here.ask("on-node-9", new Attach(lost, new Attach.Target.Named("phone"), DAY, null, false, LIMIT, 43, NOW));

        assertThat(here.ask("on-node-1", ofOneSide).reaped()).isZero();
        assertThat(here.ask("on-node-9", ofOneSide).reaped()).isOne();
    }

    private static Caller caller(int member) {
        StoreContext here = new StoreContext(InstantSource.system(), new SimpleMeterRegistry(), () -> serving);
        return new Caller(
                ((VertxInternal) vertx).createEventLoopContext(),
                context -> new HazelcastUserStore(cluster.member(member), context, CONFIG, here));
    }

    @Override
    Caller here() {
        return here;
    }

    @Override
    Caller there() {
        return there;
    }

    @Override
    void serve(boolean may) {
        serving = may;
    }

    @Override
    void copiesOweTheSame(List<String> users) {
        for (String user : users) {
            assertThat(StateCodec.owesTheSame(cluster.held(0, user), cluster.held(1, user)))
                    .as("both members hold the same of " + user)
                    .isTrue();
        }
        assertThat(cluster.heldBy(0)).isEqualTo(cluster.heldBy(1));
    }

    @Override
    int entries() {
        assertThat(cluster.heldBy(0)).isEqualTo(cluster.heldBy(1));
        return cluster.heldBy(0);
    }

    @Test
    void aCutoffIsOnEveryNode() {
        for (int i = 0; i < 4; i++) { // both members own one of them at least
            String user = "cut-off-" + i;
            here().ask(user, new DisconnectUser(NOW, 7, NOW));

            for (Caller caller : List.of(here(), there())) {
                assertThat(caller.ask(user, attachWithTokenOf(NOW - 1)))
                        .isEqualTo(new AttachOutcome.Refused(AttachOutcome.Reason.TOKEN_CUT_OFF));
                assertThat(caller.ask(user, attachWithTokenOf(NOW))).isInstanceOf(AttachOutcome.Attached.class);
            }
            assertThat(cluster.held(0, user).cutoff())
                    .isEqualTo(cluster.held(1, user).cutoff())
                    .isNotEqualTo(TokenCutoff.NONE);
        }
    }

    private static Attach attachWithTokenOf(long issuedAt) {
        LiveSession live = new LiveSession("s", "node-0", 0, LiveSession.NO_ATTEMPT, NOW, "websocket");
        return new Attach(live, new Attach.Target.Named("d"), 300_000, null, false, ReadLimit.NONE, 7, issuedAt, NOW);
    }

    @Test
    void anOwnerWithoutMemoryStoresNothingNewAndKeepsItsPromises() {
        String user = "crowded";
        Pushed first = (Pushed) here().ask(user, push("m1"));
        BooleanSupplier full = () -> true;
        Object before0 = cluster.member(0).getUserContext().put(HeapGuard.KEY, full);
        Object before1 = cluster.member(1).getUserContext().put(HeapGuard.KEY, full);
        try {
            StoreException refused = Caller.failure(here().submit(user, push("m2")));
            assertThat(refused.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);

            Pushed again = (Pushed) there().ask(user, push("m1"));
            assertThat(again.duplicate()).isTrue();
            assertThat(again.position()).isEqualTo(first.position());
            assertThat(here().ask(user, new Describe(NOW)).pending()).isEqualTo(1);
        } finally {
            cluster.member(0).getUserContext().put(HeapGuard.KEY, before0);
            cluster.member(1).getUserContext().put(HeapGuard.KEY, before1);
        }
        Pushed later = (Pushed) here().ask(user, push("m2"));
        assertThat(later.position().seq()).isEqualTo(first.position().seq() + 1);
        assertThat(later.duplicate()).isFalse();
    }
}
