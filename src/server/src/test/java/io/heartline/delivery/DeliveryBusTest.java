package io.heartline.delivery;

import static io.heartline.delivery.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartline.delivery.TestGateway.Gap;
import io.heartline.telemetry.MeterNames;
import io.heartline.user.Eviction;
import io.heartline.user.LiveSession;
import io.heartline.user.Position;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryBusTest {
    private static final Buffer FRAME = Buffer.buffer("{\"t\":\"message\"}");
    private static final Encoded MESSAGE = new Encoded(1_763_650_000_000L, FRAME);

    private final Vertx vertx = Vertx.vertx();
    private TestGateway here;
    private TestGateway there;

    @BeforeEach
    void open() throws Exception {
        here = TestGateway.start(vertx, new GatewayId("n1", 0), new FakeStore(), DeliveryConfig.DEFAULT);
        there = TestGateway.start(vertx, new GatewayId("n2", 1), new FakeStore(), DeliveryConfig.DEFAULT);
        here.sees(here, there);
        there.sees(here, there);
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    @Test
    void hintsReachTheGatewayThatHoldsTheSessionInTheirOrder() throws Exception {
        here.run(() -> {
            bus().hint("alice", at(there, "s1"), new Position("e", 1), MESSAGE);
            bus().hint("alice", at(there, "s1"), new Position("e", 2), null);
            bus().transientMessage("alice", at(there, "s1"), FRAME);
            bus().evict("alice", new Eviction(at(there, "s1"), Eviction.Cause.REPLACED));
        });

        assertThat(there.next()).isEqualTo(new Hint.Message("alice", "s1", new Position("e", 1), MESSAGE));
        assertThat(there.next()).isEqualTo(new Hint.Message("alice", "s1", new Position("e", 2), null));
        assertThat(there.next()).isEqualTo(new Hint.Transient("alice", "s1", FRAME));
        assertThat(there.next()).isEqualTo(new Hint.Evict("alice", "s1", Eviction.Cause.REPLACED));
        assertThat(here.heard).isEmpty();
    }

    @Test
    void hintsForItsOwnSessionsDoNotLeaveTheGateway() throws Exception {
        here.run(() -> {
            bus().hint("alice", at(here, "s1"), new Position("e", 1), MESSAGE);
            assertThat(here.heard)
                    .as("a hint is never told within the call that gave it")
                    .isEmpty();
        });

        assertThat(here.next()).isEqualTo(new Hint.Message("alice", "s1", new Position("e", 1), MESSAGE));
        assertThat(here.count(MeterNames.HINTS, "result", "sent")).isZero();
    }

    @Test
    void anotherGatewayOfTheSameNodeIsReached() throws Exception {
        TestGateway sibling = TestGateway.start(vertx, new GatewayId("n1", 1), new FakeStore(), DeliveryConfig.DEFAULT);

        here.run(() -> bus().hint("alice", at(sibling, "s1"), new Position("e", 1), MESSAGE));

        assertThat(sibling.next()).isEqualTo(new Hint.Message("alice", "s1", new Position("e", 1), MESSAGE));
    }

    @Test
    void nothingIsSentToANodeThatIsNotInSight() throws Exception {
        here.members.remove("n2");

        boolean left = here.call(() -> bus().transientMessage("alice", at(there, "s1"), FRAME));

        assertThat(left).isFalse();
        assertThat(here.count(MeterNames.HINTS, "result", "dropped")).isEqualTo(1);
    }

    @Test
    void aBatchOutOfOrderIsAGap() throws Exception {
        HintBatch batch = new HintBatch(here.id, 64);
        vertx.eventBus().send(there.id.address(), batch.sealed(4));

        assertThat(there.next()).isEqualTo(new Gap("n1"));
        assertThat(there.count(MeterNames.HINT_GAPS)).isEqualTo(1);
    }

    @Test
    void aBatchThatCannotBeReadIsCountedAndIsAGap() throws Exception {
        vertx.eventBus().send(there.id.address(), Buffer.buffer("Hello"));
        assertThat(there.next()).isInstanceOf(Gap.class);

        vertx.eventBus().send(there.id.address(), "no bytes at all");
        assertThat(there.next()).isEqualTo(new Gap(""));

        vertx.eventBus()
                .send(there.id.address(), new HintBatch(here.id, 64).sealed(1).setByte(1, (byte) 2));
        assertThat(there.next()).isEqualTo(new Gap("n1"));
        assertThat(there.count(MeterNames.HINT_BATCHES_MALFORMED)).isEqualTo(3);
    }

    @Test
    void hintsThatNobodyTookAreLostAndTheirGatewayHearsOfTheGapWhenItIsBack() throws Exception {
        await(there.call(() -> List.of(there.stop())).get(0));
        here.run(() -> bus().hint("alice", at(there, "s1"), new Position("e", 1), MESSAGE));
        here.awaitMore(0, MeterNames.HINTS, "result", "lost");
        TestGateway back = TestGateway.start(vertx, there.id, new FakeStore(), DeliveryConfig.DEFAULT);

        // No other hint follows: an empty batch reveals the gap.
        assertThat(back.next()).isEqualTo(new Gap("n1"));
        assertThat(here.count(MeterNames.HINTS, "result", "lost")).isEqualTo(1);
    }

    @Test
    void aBusThatIsClosedTakesNothing() throws Exception {
        await(here.call(() -> List.of(here.stop())).get(0));

        boolean left = here.call(() -> bus().transientMessage("alice", at(there, "s1"), FRAME));

        assertThat(left).isFalse();
    }

    private DeliveryBus bus() {
        return here.delivery.bus();
    }

    private static LiveSession at(TestGateway gateway, String session) {
        return new LiveSession(session, gateway.id.node(), gateway.id.index(), 1, 0, "websocket");
    }
}
