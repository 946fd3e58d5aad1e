package io.heartline.delivery;

import static io.heartline.delivery.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.user.AckOutcome;
import io.heartline.user.AttachOutcome.Attached;
import io.heartline.user.DeliveryWatch;
import io.heartline.user.Detach.Detached;
import io.heartline.user.Eviction;
import io.heartline.user.LiveSession;
import io.heartline.user.MilestoneReached;
import io.heartline.user.Page;
import io.heartline.user.Position;
import io.heartline.user.PresenceChange;
import io.heartline.user.PushOutcome.Pushed;
import io.heartline.user.Removed;
import io.heartline.user.Sweep.Swept;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutcomeEffectsTest {
    private static final long NOW = 1_763_650_000_000L;
    private static final LiveSession LIVE = new LiveSession("s1", "n1", 0, 7, NOW - 5, "websocket");
    private static final PresenceChange CAME = new PresenceChange("web", LIVE, true, true, NOW + 1);
    private static final PresenceChange WENT = new PresenceChange("web", LIVE, false, false, NOW + 2);

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<JsonObject> presence = new LinkedBlockingQueue<>();
    private final BlockingQueue<JsonObject> receipts = new LinkedBlockingQueue<>();
    private TestGateway gateway;

    @BeforeEach
    void open() throws Exception {
        vertx.eventBus().<JsonObject>consumer("heartline.presence", notice -> presence.add(notice.body()));
        vertx.eventBus().<JsonObject>consumer("heartline.receipts", notice -> receipts.add(notice.body()));
        gateway = new TestGateway(
                new GatewayId("n1", 0), new FakeStore(), DeliveryConfig.DEFAULT, () -> Instant.ofEpochMilli(NOW));
        await(vertx.deployVerticle(gateway));
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void aPushThatRenewsTheEpochClosesItsSessionsAndTellsWhoWent() throws Exception {
        Eviction eviction = new Eviction(LIVE, Eviction.Cause.POSITION_LOST);
        Pushed pushed =
                new Pushed(new Position("e2", 1), NOW, false, false, List.of(), List.of(eviction), List.of(WENT));

        gateway.run(() -> effects().pushed("alice", pushed, null));

        assertThat(gateway.next()).isEqualTo(new Hint.Evict("alice", "s1", Eviction.Cause.POSITION_LOST));
        assertThat(next(presence).getBoolean("online")).isFalse();
    }

    @Test
    void anAttachClosesWhoGaveWayAndTellsWhoCame() throws Exception {
        Attached attached = new Attached(
                "web",
                new Position("e", 3),
                true,
                0,
                new Page(List.of(), 3, 3),
                List.of(new Eviction(LIVE, Eviction.Cause.REPLACED)),
                List.of(CAME),
                List.of(settled(3, null, true, true)));

        gateway.run(() -> effects().attached("alice", attached));

        assertThat(gateway.next()).isEqualTo(new Hint.Evict("alice", "s1", Eviction.Cause.REPLACED));
        assertThat(next(presence))
                .isEqualTo(new JsonObject()
                        .put("user", "alice")
                        .put("online", true)
                        .put("device", "web")
                        .put("session", "s1")
                        .put("node", "n1")
                        .put("at", NOW)
                        .put("n", NOW + 1));
        assertThat(next(receipts).getString("state")).isEqualTo("acked");
    }

    @Test
    void eachDevicesAcknowledgementIsAReceipt() throws Exception {
        AckOutcome.Acked acked = new AckOutcome.Acked(4, List.of(settled(4, null, true, false)));

        gateway.run(() -> effects().acked("alice", "e", "web", acked));

        assertThat(next(receipts))
                .isEqualTo(new JsonObject()
                        .put("id", "id4")
                        .put("user", "alice")
                        .put("epoch", "e")
                        .put("seq", 4L)
                        .put("state", "acked")
                        .put("device", "web")
                        .put("at", NOW));
    }

    @Test
    void onlyTheFirstAcknowledgementIsToldToWhoWaits() throws Exception {
        TestWaiter waiter = new TestWaiter();
        gateway.run(() -> {
            DeliveryContext here = new DeliveryContext(
                    new GatewayId("n1", 9),
                    vertx,
                    node -> true,
                    () -> Instant.ofEpochMilli(NOW),
                    gateway.meters,
                    new SplittableRandom(1),
                    DeliveryConfig.DEFAULT);
            DeliveryBus bus = new DeliveryBus(here, waiter);
            bus.listen(gateway);
            OutcomeEffects effects = new OutcomeEffects(bus, new EventPublisher(here));
            AckOutcome.Acked acked = new AckOutcome.Acked(
                    5,
                    List.of(
                            settled(4, "heartline.gateway.n1.9", false, false),
                            settled(5, "heartline.gateway.n1.9", false, true),
                            settled(6, "not an address", false, true)));
            effects.acked("alice", "e", "web", acked);
        });

        assertThat(waiter.told.poll(20, TimeUnit.SECONDS)).isEqualTo(new Hint.Settled("alice", "id5"));
        assertThat(waiter.told).isEmpty();
        assertThat(receipts).isEmpty();
    }

    @Test
    void whoDetachesIsTold() throws Exception {
        gateway.run(() -> effects().detached("alice", new Detached(List.of(WENT))));

        assertThat(next(presence).getBoolean("online")).isFalse();
    }

    @Test
    void whoWasRemovedIsClosed() throws Exception {
        Removed removed = new Removed(true, List.of(new Eviction(LIVE, Eviction.Cause.REMOVED)), List.of(WENT));

        gateway.run(() -> effects().removed("alice", removed));

        assertThat(gateway.next()).isEqualTo(new Hint.Evict("alice", "s1", Eviction.Cause.REMOVED));
        assertThat(next(presence).getLong("n")).isEqualTo(NOW + 2);
    }

    @Test
    void whatExpiredUnacknowledgedIsAReceiptWithoutADevice() throws Exception {
        Swept swept = new Swept("e", 1, List.of(WENT), List.of(settled(8, null, true, true)), List.of());

        gateway.run(() -> effects().swept("alice", swept));

        assertThat(next(presence).getString("user")).isEqualTo("alice");
        assertThat(next(receipts))
                .isEqualTo(new JsonObject()
                        .put("id", "id8")
                        .put("user", "alice")
                        .put("epoch", "e")
                        .put("seq", 8L)
                        .put("state", "expired")
                        .put("at", NOW));
    }

    private OutcomeEffects effects() {
        return gateway.delivery.effects();
    }

    private static MilestoneReached settled(long seq, String waiter, boolean receipt, boolean first) {
        return new MilestoneReached(seq, "id" + seq, watch(waiter, receipt), first);
    }

    private static JsonObject next(BlockingQueue<JsonObject> notices) throws InterruptedException {
        JsonObject next = notices.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a notice").isNotNull();
        return next;
    }

    private static final class TestWaiter implements SettledHandler {
        final BlockingQueue<Hint.Settled> told = new LinkedBlockingQueue<>();

        @Override
        public void onSettled(String user, String id) {
            told.add(new Hint.Settled(user, id));
        }
    }

    private static DeliveryWatch watch(@Nullable String waiter, boolean receipt) {
        return new DeliveryWatch(waiter == null ? List.of() : List.of(waiter), receipt);
    }
}
