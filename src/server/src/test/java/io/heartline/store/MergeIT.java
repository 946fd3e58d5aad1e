package io.heartline.store;

import static io.heartline.store.Commands.NOW;
import static io.heartline.store.Commands.push;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.store.codec.StateCodec;
import io.heartline.user.DisconnectUser;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.TokenCutoff;
import io.heartline.user.UserState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Merges after a split in which both nodes continued. */
class MergeIT {
    private static final StoreConfig CONFIG = StoreConfig.of(1);
    private final Vertx vertx = Vertx.vertx();
    private final TestCluster cluster = TestCluster.of(2, CONFIG);

    @AfterEach
    void stop() {
        cluster.close();
        Caller.answer(vertx.close());
    }

    @Test
    void whatEitherSideAcceptedIsThereAfterTheyMet() {
        Caller here = caller(0);
        Caller there = caller(1);
        List<String> users = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            users.add("user-" + i);
        }
        users.forEach(user -> here.ask(user, push("before")));
        String epoch = cluster.held(0, "user-0").epoch();

        cluster.split(0, 1);
        users.forEach(user -> here.ask(user, push("here")));
        users.forEach(user -> there.ask(user, push("there")));
        here.ask("ours", push("only here"));
        there.ask("theirs", push("only there"));
        here.ask("ours", new DisconnectUser(NOW, 7, NOW));
        there.ask("theirs", new DisconnectUser(NOW, 7, NOW));

        TestCluster.awaitUntil(() -> cluster.sees(0) == 2 && cluster.sees(1) == 2);
        cluster.awaitSafe();
        TestCluster.awaitUntil(() -> cluster.heldBy(0) == 22 && cluster.heldBy(1) == 22);
        for (String user : users) {
            TestCluster.awaitUntil(() -> ids(cluster.held(0, user)).size() == 3);
            assertThat(ids(cluster.held(0, user))).containsExactlyInAnyOrder("before", "here", "there");
            TestCluster.awaitUntil(() -> StateCodec.owesTheSame(cluster.held(0, user), cluster.held(1, user)));
            Pushed after = (Pushed) here.ask(user, push("after"));
            assertThat(after.position().seq()).isEqualTo(4);
            assertThat(after.position().epoch()).isNotEqualTo(epoch);
        }
        assertThat(ids(cluster.held(1, "ours"))).containsExactly("only here");
        assertThat(ids(cluster.held(0, "theirs"))).containsExactly("only there");
        TokenCutoff cutoff = new TokenCutoff(NOW, NOW + TokenCutoff.LASTS_MILLIS);
        assertThat(cluster.held(1, "ours").cutoff()).isEqualTo(cutoff);
        assertThat(cluster.held(0, "theirs").cutoff()).isEqualTo(cutoff);
    }

    private static List<String> ids(UserState state) {
        List<String> ids = new ArrayList<>();
        state.mailbox().forEach(message -> ids.add(message.id()));
        return ids;
    }

    private Caller caller(int member) {
        StoreContext here = new StoreContext(InstantSource.system(), new SimpleMeterRegistry(), () -> true);
        return new Caller(
                ((VertxInternal) vertx).createEventLoopContext(),
                context -> new HazelcastUserStore(cluster.member(member), context, CONFIG, here));
    }
}
