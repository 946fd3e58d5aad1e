package io.heartline.delivery;

import static io.heartline.delivery.TestGateway.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.heartline.telemetry.MeterNames;
import io.heartline.testsupport.Ports;
import io.heartline.user.LiveSession;
import io.heartline.user.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hop between two processes' event buses, as two Hazelcast members in one JVM. */
class DeliveryBusIT {
    private static final Buffer FRAME = Buffer.buffer("{\"t\":\"message\",\"body\":\"" + "x".repeat(100) + "\"}");
    private static final Encoded MESSAGE = new Encoded(1_763_650_000_000L, FRAME);
    private static final String CLUSTER = UUID.randomUUID().toString();
    private static Node one;
    private static Node two;

    private TestGateway here;
    private TestGateway there;

    private record Node(HazelcastInstance hazelcast, Vertx vertx) {
        void close() throws Exception {
            await(vertx.close());
            hazelcast.shutdown();
        }
    }

    @BeforeAll
    static void open() throws Exception {
        int portOne = Ports.free();
        int portTwo = Ports.free();
        one = node(portOne, portTwo);
        two = node(portTwo, portOne);
        assertThat(one.hazelcast.getCluster().getMembers()).hasSize(2);
    }

    @AfterAll
    static void close() throws Exception {
        two.close();
        one.close();
    }

    @BeforeEach
    void start() throws Exception {
        BusWindow narrow = new BusWindow(2, 64 << 10, 16 << 10, 10_000, Duration.ofSeconds(3));
        DeliveryConfig config = new DeliveryConfig(1_000, 1 << 20, 10, narrow);
        String run = UUID.randomUUID().toString();
        here = TestGateway.start(one.vertx, new GatewayId(run + "-1", 0), new FakeStore(), config);
        there = TestGateway.start(two.vertx, new GatewayId(run + "-2", 0), new FakeStore(), config);
        here.sees(here, there);
        there.sees(here, there);
        reach();
    }

    @AfterEach
    void stop() throws Exception {
        await(one.vertx.undeploy(here.deploymentID()));
        await(two.vertx.undeploy(there.deploymentID()));
    }

    @Test
    void hintsCrossToTheOtherNode() throws Exception {
        here.run(() -> here.delivery.bus().hint("alice", session("s1"), new Position("e", 1), MESSAGE));

        assertThat(there.next()).isEqualTo(new Hint.Message("alice", "s1", new Position("e", 1), MESSAGE));
    }

    @Test
    void aFloodBeyondTheWindowCollapsesAndStillTellsEverySessionItsLastPosition() throws Exception {
        int sessions = 1_000;
        int pushes = 100;
        here.run(() -> {
            for (int seq = 1; seq <= pushes; seq++) {
                for (int s = 0; s < sessions; s++) {
                    here.delivery.bus().hint("alice", session("s" + s), new Position("e", seq), MESSAGE);
                }
            }
        });

        Map<String, Long> positions = new HashMap<>();
        long told = 0;
        while (told < sessions) {
            Hint.Message hint = (Hint.Message) there.next();
            Long before = positions.put(hint.session(), hint.position().seq());
            assertThat(hint.position().seq()).as("hints keep their order").isGreaterThan(before == null ? 0 : before);
            told += hint.position().seq() == pushes ? 1 : 0;
        }
        assertThat(here.count(MeterNames.HINTS, "result", "collapsed")).isPositive();
        assertThat(here.count(MeterNames.HINTS, "result", "lost")).isZero();

        // Credit is back: frames travel again.
        here.run(() -> here.delivery.bus().hint("alice", session("s0"), new Position("e", pushes + 1), MESSAGE));
        assertThat(there.next()).isEqualTo(new Hint.Message("alice", "s0", new Position("e", pushes + 1), MESSAGE));
    }

    /** Regression: each turn made a batch of its own, and the seventeenth before an answer was refused. */
    @Test
    void manyTurnsOfTransientMessagesAreTakenWhileTheyFitIntoTheWindow() throws Exception {
        await(one.vertx.undeploy(here.deploymentID()));
        BusWindow window = new BusWindow(16, 4 << 20, 128 << 10, 16_384, Duration.ofSeconds(20));
        here = TestGateway.start(
                one.vertx,
                new GatewayId(here.id.node() + "-wide", 0),
                new FakeStore(),
                new DeliveryConfig(1_000, 1 << 20, 10, window));
        here.sees(here, there);
        there.sees(here);
        int sessions = 64;
        int rounds = 50; // less than 1 MiB in all
        List<Boolean> taken = await(Future.future(
                all -> here.loop.runOnContext(now -> nextTurn(new ArrayList<>(), sessions, rounds * sessions, all))));

        assertThat(taken).hasSize(rounds * sessions).doesNotContain(false);
        for (int turn = 0; turn < rounds * sessions; turn++) {
            assertThat(there.next())
                    .isEqualTo(new Hint.Transient("alice", "s" + turn % sessions, Buffer.buffer("turn " + turn)));
        }
        assertThat(here.count(MeterNames.HINTS, "result", "dropped")).isZero();
        assertThat(here.count(MeterNames.HINTS, "result", "collapsed")).isZero();
        assertThat(here.count(MeterNames.HINTS, "result", "lost")).isZero();
    }

    /** Sends a message; the next one in another turn, after the hints of this one were sent. */
    private void nextTurn(List<Boolean> taken, int sessions, int turns, Promise<List<Boolean>> all) {
        int turn = taken.size();
        if (turn == turns) {
            all.complete(taken);
            return;
        }
        Buffer frame = Buffer.buffer("turn " + turn);
        taken.add(here.delivery.bus().transientMessage("alice", session("s" + turn % sessions), frame));
        here.loop.runOnContext(later -> nextTurn(taken, sessions, turns, all));
    }

    @Test
    void aGatewayThatWentSilentHearsOfTheGapWhenItIsBack() throws Exception {
        await(two.vertx.undeploy(there.deploymentID()));
        double lost = here.count(MeterNames.HINTS, "result", "lost");
        here.run(() -> here.delivery.bus().hint("alice", session("s1"), new Position("e", 1), MESSAGE));
        here.awaitMore(lost, MeterNames.HINTS, "result", "lost");
        there = TestGateway.start(two.vertx, there.id, new FakeStore(), DeliveryConfig.DEFAULT);

        assertThat(there.next()).isEqualTo(new TestGateway.Gap(here.id.node()));
    }

    /**
     * Waits until hints reach the other node. Its registration takes some time to arrive, and the first hints may be lost.
     */
    private void reach() throws Exception {
        while (there.heard.isEmpty()) {
            here.run(() -> here.delivery.bus().hint("probe", session("probe"), new Position("e", 1), null));
            await(one.vertx.timer(20));
        }
        here.run(() -> here.delivery.bus().hint("probe", session("last"), new Position("e", 1), null));
        while (!there.next().equals(new Hint.Message("probe", "last", new Position("e", 1), null))) {}
    }

    private LiveSession session(String id) {
        return new LiveSession(id, there.id.node(), there.id.index(), 1, 0, "websocket");
    }

    private static Node node(int port, int other) throws Exception {
        Config config = ConfigUtil.loadConfig();
        config.setClusterName(CLUSTER);
        config.getMemberAttributeConfig()
                .setAttribute("__vertx.nodeId", UUID.randomUUID().toString());
        config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getNetworkConfig().getJoin().getAutoDetectionConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig()
                .getJoin()
                .getTcpIpConfig()
                .setEnabled(true)
                .addMember("127.0.0.1:" + port)
                .addMember("127.0.0.1:" + other);
        HazelcastInstance hazelcast = Hazelcast.newHazelcastInstance(config);
        VertxOptions options = new VertxOptions()
                .setEventBusOptions(new EventBusOptions().setHost("127.0.0.1").setClusterPublicHost("127.0.0.1"));
        Vertx vertx = await(Vertx.builder()
                .with(options)
                .withClusterManager(new HazelcastClusterManager(hazelcast))
                .buildClustered());
        return new Node(hazelcast, vertx);
    }
}
