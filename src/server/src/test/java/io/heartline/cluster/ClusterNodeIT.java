package io.heartline.cluster;

import static io.heartline.cluster.TestNodes.await;
import static io.heartline.cluster.TestNodes.until;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.hazelcast.config.DiscoveryStrategyConfig;
import io.heartline.cluster.ClusterConfig.Join;
import io.vertx.core.Future;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ClusterNodeIT {
    private final TestNodes cluster = new TestNodes();
    private final Logger members = (Logger) LoggerFactory.getLogger(MemberLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.list = new CopyOnWriteArrayList<>(); // members log on threads of their own
        lines.start();
        members.setLevel(Level.INFO);
        members.addAppender(lines);
    }

    @AfterEach
    void end() {
        members.detachAppender(lines);
        members.setLevel(null);
        cluster.close();
    }

    /** Waits until the nodes of this test have logged this line about members. */
    private void awaitLine(String line) {
        until("logged: " + line, () -> lines.list.stream()
                .anyMatch(logged -> logged.getLevel() == Level.INFO
                        && logged.getFormattedMessage().equals(line)));
    }

    @Test
    void nodesFindEachOtherByTheirListAndSeeTheSameOldest() {
        ClusterNode one = cluster.start();
        ClusterNode two = cluster.start();
        ClusterNode three = cluster.start();

        Set<String> all = Set.of(one.nodeId(), two.nodeId(), three.nodeId());
        for (ClusterNode node : List.of(one, two, three)) {
            until("all see all", () -> node.membership().nodes().equals(all));
            assertThat(node.membership().oldest()).isEqualTo(one.nodeId());
            until("clocks agree", node::isClockSound);
            until("safe", () -> await(node.isSafe()));
        }
    }

    @Test
    void nodesThatStartTogetherFormOneCluster() {
        List<Integer> ports = TestNodes.freePorts(3);
        Join join = new Join(ports.stream().map(port -> "127.0.0.1:" + port).toList(), null);

        List<Future<ClusterNode>> starting = ports.stream()
                .map(port -> cluster.starting(cluster.config(port, join)))
                .toList();
        await(Future.all(starting));

        for (ClusterNode node : cluster.nodes) {
            until("all see all", () -> node.membership().nodes().size() == 3);
        }
    }

    @Test
    void nodesFindEachOtherByANameWhoseRecordsCome() {
        int port = TestNodes.freePorts(1).get(0);
        List<InetAddress> records = new CopyOnWriteArrayList<>();
        cluster.dataConfig = cluster.dataConfig.andThen(config -> config.getAdvancedNetworkConfig()
                .getJoin()
                .getDiscoveryConfig()
                .setDiscoveryStrategyConfigs(List.of(new DiscoveryStrategyConfig(
                        new DnsDiscovery("nodes", port, name -> records.toArray(InetAddress[]::new), n -> n < 3)))));

        List<Future<ClusterNode>> starting = Stream.of("127.0.0.1", "127.0.0.2", "127.0.0.3")
                .map(host -> {
                    Future<ClusterNode> node =
                            cluster.starting(cluster.config(host, port, new Join(List.of(), "nodes")));
                    records.add(address(host));
                    return node;
                })
                .toList();
        await(Future.all(starting));

        for (ClusterNode node : cluster.nodes) {
            until("all see all", () -> node.membership().nodes().size() == 3);
        }
    }

    /** Regression: such a connection used a whole processor and blocked other connections. */
    @Test
    void aMemberThatTakesAConnectionAndSaysNothingCostsNoTime() throws IOException {
        int live = TestNodes.freePorts(1).get(0);
        await(cluster.starting(cluster.config(live, new Join(List.of(), null))));
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Join join = new Join(List.of("127.0.0.1:" + deaf.getLocalPort(), "127.0.0.1:" + live), null);
            ClusterNode node =
                    await(cluster.starting(cluster.config(TestNodes.freePorts(1).get(0), join)));
            until("safe", () -> await(node.isSafe()));
        }
        assertThat(cpuOf("IO.thread-out")).isLessThan(Duration.ofMillis(300));
    }

    private static Duration cpuOf(String threads) {
        ThreadMXBean all = ManagementFactory.getThreadMXBean();
        return Duration.ofNanos(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(threads))
                .mapToLong(thread -> all.getThreadCpuTime(thread.getId()))
                .sum());
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aNodeWhoseTimeIsFarFromTheOthersIsNotSound() {
        ClusterNode one = cluster.start();
        until("one is sound", one::isClockSound);
        InstantSource right = cluster.clock;
        cluster.clock = InstantSource.offset(right, Duration.ofSeconds(6));
        ClusterNode fast = cluster.start();
        cluster.clock = InstantSource.offset(right, Duration.ofSeconds(-4));
        ClusterNode slow = cluster.start();

        until("a few seconds do not matter", slow::isClockSound);
        assertThat(one.isClockSound()).isTrue();
        assertThat(fast.isClockSound()).isFalse();
    }

    @Test
    void aPublisherDoesNotCount() {
        ClusterNode node = cluster.start();

        var publisher = cluster.startPublisher();

        until("it is a member", () -> node.hazelcast().getCluster().getMembers().size() == 2);
        assertThat(publisher.getCluster().getMembers()).hasSize(2);
        assertThat(node.membership().nodes()).containsExactly(node.nodeId());
        String address = publisher.getCluster().getLocalMember().getAddress().getHost() + ":"
                + publisher.getCluster().getLocalMember().getAddress().getPort();
        until("it is a guest", () -> node.memberLog().guests().stream()
                .anyMatch(guest -> guest.address().equals(address) && guest.since() > 0));
        assertThat(node.memberLog().joined()).isEqualTo(1);
        awaitLine("A guest at " + address + " (a lite member) joined the cluster");

        publisher.getLifecycleService().terminate();

        until("it is gone", () -> node.memberLog().guests().isEmpty());
        assertThat(node.memberLog().left()).isEqualTo(1);
        awaitLine("A guest at " + address + " (a lite member) left the cluster, or was lost");
        assertThat(lines.list).hasSize(2);
    }

    @Test
    void aNodeThatLeavesIsMissedAtOnceAndItsConsumersAreGone() {
        ClusterNode stays = cluster.start();
        ClusterNode leaves = cluster.start();
        awaitLine(describe(stays) + " is in the cluster");
        awaitLine(describe(leaves) + " joined the cluster");
        String described = describe(leaves);
        consumeThere(leaves);
        assertThat(await(stays.vertx().eventBus().request("there", "")).body()).isEqualTo("here");

        Future<Void> left = leaves.leave();
        until("missed", () -> !stays.membership().contains(leaves.nodeId()));
        await(left);
        awaitLine(described + " left the cluster, or was lost");

        assertThat(leaves.hazelcast().getLifecycleService().isRunning()).isFalse();
        assertThat(leaves.lost().isComplete()).isFalse();
        Throwable refused = stays.vertx()
                .eventBus()
                .request("there", "")
                .toCompletionStage()
                .handle((reply, failure) -> failure)
                .toCompletableFuture()
                .join();
        assertThat(refused).hasMessageContaining("No handlers");
    }

    private static String describe(ClusterNode node) {
        var address = node.hazelcast().getCluster().getLocalMember().getAddress();
        return "Node " + node.nodeId() + " at " + address.getHost() + ":" + address.getPort();
    }

    /** This happens if a node that suspected it removes its registrations while their clusters merge. */
    @Test
    void aNodeThatWasStruckOutOfTheBusIsHeardAgain() {
        ClusterNode stays = cluster.start();
        ClusterNode struck = cluster.start();
        consumeThere(struck);
        assertThat(await(stays.vertx().eventBus().request("there", "")).body()).isEqualTo("here");

        stays.hazelcast().getMultiMap("__vertx.subs").remove("there");
        stays.hazelcast().getMap("__vertx.nodeInfo").remove(struck.nodeId());

        until(
                "heard again",
                () -> await(
                        stays.vertx().eventBus().request("there", "").map(true).otherwise(false)));
        until("found again", () -> stays.hazelcast().getMap("__vertx.nodeInfo").containsKey(struck.nodeId()));
    }

    @Test
    void whereHazelcastEndsByItselfTheNodeIsLost() {
        ClusterNode node = cluster.start();

        node.hazelcast().getLifecycleService().terminate();

        await(node.lost());
    }

    /** Out of memory, Hazelcast ends a member without an event. */
    @Test
    void whereHazelcastEndsWithoutAWordTheNodeIsLostAndNotSafe() {
        ClusterNode node = cluster.start();
        ClusterNode other = cluster.start();
        until("safe", () -> await(node.isSafe()) && await(other.isSafe()));
        assertThat(node.hasEnded()).isFalse();

        HazelcastInternals.node(node.hazelcast()).shutdown(true);

        await(node.lost());
        assertThat(node.hasEnded()).isTrue();
        assertThat(await(node.isSafe())).isFalse();
        assertThat(node.wasSafe()).isFalse();
    }

    @Test
    void anAddressThatSaysNothingOrSpeaksAnotherProtocolIsNobody() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                ForeignServer foreign = new ForeignServer("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            cluster.silence = Duration.ofMillis(500);
            List<String> others = List.of("127.0.0.1:" + deaf.getLocalPort(), "127.0.0.1:" + foreign.port());

            ClusterNode node =
                    await(cluster.starting(cluster.config(TestNodes.freePorts(1).get(0), new Join(others, null))));

            assertThat(node.membership().nodes()).containsExactly(node.nodeId());
        }
    }

    @Test
    void anAddressOfANameThatSaysNothingIsNobody() throws IOException {
        int port = TestNodes.freePorts(1).get(0);
        InetAddress[] records = {address("127.0.0.1"), address("127.0.0.2")};
        cluster.dataConfig = cluster.dataConfig.andThen(config -> config.getAdvancedNetworkConfig()
                .getJoin()
                .getDiscoveryConfig()
                .setDiscoveryStrategyConfigs(List.of(
                        new DiscoveryStrategyConfig(new DnsDiscovery("nodes", port, name -> records, n -> false)))));
        try (ServerSocket deaf = new ServerSocket(port, 50, address("127.0.0.2"))) {
            cluster.silence = Duration.ofMillis(500);
            assertThat(deaf.isBound()).isTrue();

            ClusterNode node = await(cluster.starting(cluster.config("127.0.0.1", port, new Join(List.of(), "nodes"))));

            assertThat(node.membership().nodes()).containsExactly(node.nodeId());
        }
    }

    private static void consumeThere(ClusterNode node) {
        await(node.vertx()
                .eventBus()
                .consumer("there", message -> message.reply("here"))
                .completion());
    }
}
