package io.heartline.store;

import static io.heartline.store.Commands.NOW;
import static io.heartline.store.Commands.attach;
import static io.heartline.store.Commands.push;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.store.partition.EntryScan;
import io.heartline.user.Sweep;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scans of entries: each node reads only the entries that it owns, and together they read all. */
class EntryScanIT {
    private static TestCluster cluster;
    private static Vertx vertx;

    @BeforeAll
    static void start() {
        StoreConfig config = StoreConfig.of(1);
        cluster = TestCluster.of(2, config);
        vertx = Vertx.vertx();
        StoreContext here = new StoreContext(InstantSource.system(), new SimpleMeterRegistry(), () -> true);
        Caller caller = new Caller(
                ((VertxInternal) vertx).createEventLoopContext(),
                context -> new HazelcastUserStore(cluster.member(0), context, config, here));
        IntStream.range(0, 50).forEach(i -> caller.ask("waiting-" + i, push("m1")));
        IntStream.range(0, 20).forEach(i -> caller.ask("online-" + i, attach("s" + i, "phone")));
    }

    @AfterAll
    static void stop() {
        Caller.answer(vertx.close());
        cluster.close();
    }

    @Test
    void theTotalsAreThoseOfAllEntriesEachCountedOnce() {
        EntryScan.MailboxTotals one = scan(0, sweep("node-1", NOW)).totals();
        EntryScan.MailboxTotals two = scan(1, sweep("node-1", NOW)).totals();

        assertThat(one.users() + two.users()).isEqualTo(70);
        assertThat(one.messages() + two.messages()).isEqualTo(50);
        assertThat(one.bytes() + two.bytes())
                .isEqualTo(50L * Commands.body("m1").length());
        assertThat(one.users()).isPositive();
        assertThat(two.users()).isPositive();
    }

    @Test
    void onlyUsersToWhomAnythingIsOwedAreCounted() {
        EntryScan.Owed one = new EntryScan(cluster.member(0)).owed();
        EntryScan.Owed two = new EntryScan(cluster.member(1)).owed();

        assertThat(one.users() + two.users()).isEqualTo(50);
        assertThat(one.messages() + two.messages()).isEqualTo(50);
    }

    @Test
    void aSweepThatFindsNothingConcernsNobody() {
        assertThat(concernedBy(sweep("node-1", NOW))).isEmpty();
    }

    @Test
    void theSessionsOfALostNodeConcernASweep() {
        assertThat(concernedBy(sweep("another", NOW))).hasSize(20).allMatch(user -> user.startsWith("online-"));
    }

    @Test
    void messagesWhoseTimeIsOverConcernASweep() {
        assertThat(concernedBy(sweep("node-1", NOW + Commands.DAY)))
                .hasSize(50)
                .allMatch(user -> user.startsWith("waiting-"));
    }

    @Test
    void usersWithSessionsAreFoundWhereAskedFor() {
        List<String> online = new ArrayList<>(
                new EntryScan(cluster.member(0)).online(sweep("node-1", NOW)).users());
        online.addAll(
                new EntryScan(cluster.member(1)).online(sweep("node-1", NOW)).users());
        assertThat(online).hasSize(20);
    }

    private static Sweep sweep(String alive, long now) {
        return new Sweep(Set.of(alive), NOW + 1, now);
    }

    private static EntryScan.Found scan(int member, Sweep sweep) {
        return new EntryScan(cluster.member(member)).concernedBy(sweep);
    }

    private static List<String> concernedBy(Sweep sweep) {
        List<String> users = new ArrayList<>(scan(0, sweep).users());
        users.addAll(scan(1, sweep).users());
        return users;
    }
}
