package io.heartline.session.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.heartline.protocol.CloseCode;
import io.heartline.session.SendWindow;
import io.heartline.session.Session;
import io.heartline.session.SessionConfig;
import io.heartline.session.TestBench;
import io.heartline.session.transport.FakeTransport;
import io.heartline.user.Detach;
import io.heartline.user.Eviction;
import io.heartline.user.Position;
import io.heartline.user.Pull;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SessionHubTest {
    private final TestBench bench = new TestBench(SessionConfig.DEFAULT);
    private final SessionHub hub = new SessionHub(bench.context);
    private final List<FakeTransport> transports = new ArrayList<>();

    private Session live(String device) {
        FakeTransport transport = new FakeTransport();
        transports.add(transport);
        Session session = new Session(bench.connection("alice", device, transport), new SendWindow(128, 1 << 18));
        hub.add(session);
        session.start();
        bench.store.settle();
        return session;
    }

    @Test
    void aSessionIsHeldFromBeforeItsAttachUntilItsDetachIsAnswered() {
        Session session =
                new Session(bench.connection("alice", "d", new FakeTransport()), new SendWindow(128, 1 << 18));
        hub.add(session);
        assertThat(bench.store.submitted).isEmpty();
        assertThat(hub.holds(session.id())).isTrue();

        session.start();
        bench.store.settle();
        session.onClosed();
        assertThat(hub.holds(session.id())).isTrue();
        Future<Void> empty = hub.empty();
        assertThat(empty.isComplete()).isFalse();

        bench.store.settle();
        assertThat(hub.holds(session.id())).isFalse();
        assertThat(hub.size()).isZero();
        assertThat(empty.isComplete()).isTrue();
    }

    @Test
    void aBurstOfHintsForASessionThatIsNotHereMakesOneDetach() {
        for (int seq = 1; seq <= 10; seq++) {
            hub.onHint("alice", "ghost", new Position("e", seq), null);
        }
        hub.onTransient("alice", "ghost", Buffer.buffer("{}"));
        assertThat(bench.store.submitted(Detach.class))
                .extracting(Detach::session, Detach::forget)
                .containsExactly(tuple("ghost", false));

        bench.store.settle();
        assertThat(bench.outcomes).hasSize(1);
        hub.onHint("alice", "ghost", new Position("e", 11), null);
        assertThat(bench.store.submitted(Detach.class)).hasSize(2);
    }

    @Test
    void anEvictionOfASessionThatIsNotHereIsNothing() {
        hub.onEvict("alice", "ghost", Eviction.Cause.REPLACED);
        assertThat(bench.store.submitted).isEmpty();
    }

    @Test
    void aGapLetsEverySessionAuditSoonButNotAllAtOnce() {
        for (int i = 0; i < 120; i++) {
            live("d" + i % 32);
        }
        int before = bench.store.submitted(Pull.class).size();
        hub.onGap("n2");
        assertThat(bench.store.submitted(Pull.class).size() - before).isBetween(1, 60);

        for (int i = 0; i < 20; i++) {
            bench.store.settle();
            bench.pass(100);
        }
        assertThat(bench.store.submitted(Pull.class).size() - before).isGreaterThanOrEqualTo(hub.size());
    }

    @Test
    void aDrainSendsAllAwayEvenlyAndEndsWhenAllAreDetached() {
        for (int i = 0; i < 20; i++) {
            live("d" + i);
        }
        Duration spread = Duration.ofSeconds(3);
        Future<Void> drained =
                new Drain(hub, bench.context, new SplittableRandom(1), spread).run(Duration.ofSeconds(1));
        assertThat(away()).isEqualTo(2);

        bench.pass(500);
        bench.store.settle();
        assertThat(away()).isBetween(8, 14);
        assertThat(drained.isComplete()).isFalse();

        bench.pass(2_000);
        bench.store.settle();
        assertThat(away()).isEqualTo(20);
        assertThat(drained.isComplete()).isTrue();
        assertThat(bench.store.state.sessions()).isEmpty();
        assertThat(transports).allSatisfy(transport -> {
            JsonObject goodbye = new JsonObject(transport.written.get(transport.written.size() - 1));
            assertThat(goodbye.getInteger("code")).isEqualTo(4000);
            assertThat(goodbye.getLong("retryAfterMillis")).isBetween(0L, 3_000L);
        });
    }

    @Test
    void aDrainTakesAlongWhoCameWhileItRan() {
        live("d1");
        live("d2");
        Future<Void> drained = new Drain(hub, bench.context, new SplittableRandom(1), Duration.ofSeconds(1))
                .run(Duration.ofMillis(200));
        live("d3");
        for (int i = 0; i < 10; i++) {
            bench.pass(100);
            bench.store.settle();
        }
        assertThat(drained.isComplete()).isTrue();
        assertThat(away()).isEqualTo(3);
    }

    private int away() {
        return (int) transports.stream()
                .filter(transport -> transport.closedWith == CloseCode.DRAINING)
                .count();
    }
}
