package io.heartline.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.heartline.cluster.ClusterConfig.Endpoint;
import io.heartline.cluster.ClusterConfig.Join;
import io.heartline.cluster.ClusterConfig.Timing;
import io.heartline.cluster.ClusterConfig.Trust;
import io.heartline.cluster.ClusterNode.LaunchContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Nodes of one cluster on loopback, in this JVM. Closing lets all of them leave. */
public final class TestNodes implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final String name;
    final List<ClusterNode> nodes = new CopyOnWriteArrayList<>();
    final List<String> elsewhere = new ArrayList<>();
    private final List<HazelcastInstance> others = new CopyOnWriteArrayList<>();
    Function<Config, HazelcastInstance> newInstance = Hazelcast::newHazelcastInstance;
    Consumer<Config> dataConfig =
            config -> config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
    InstantSource clock = NodeTime.start();
    Timing timing = Timing.DEFAULT;
    Trust trust = Trust.NONE;
    /** The time after which a silent address counts as nobody. */
    Duration silence = Duration.ofSeconds(5);

    TestNodes() {
        this("test-" + UUID.randomUUID());
    }

    TestNodes(String name) {
        this.name = name;
    }

    /** Starts a node that joins the running ones. */
    ClusterNode start() {
        return await(starting(config(0, joinAll())));
    }

    Future<ClusterNode> starting(ClusterConfig config) {
        VertxOptions options = new VertxOptions().setEventLoopPoolSize(2);
        LaunchContext here = new LaunchContext(Vertx.builder(), options, clock, new JoinWatch(silence));
        return ClusterNode.start(config, dataConfig, here, newInstance).onSuccess(nodes::add);
    }

    ClusterConfig config(int port, Join join) {
        return config("127.0.0.1", port, join);
    }

    ClusterConfig config(String host, int port, Join join) {
        Endpoint cluster = new Endpoint(host, port, null);
        return new ClusterConfig(name, cluster, new Endpoint("127.0.0.1", 0, null), join, 1, timing, trust);
    }

    Join joinAll() {
        Stream<String> here = nodes.stream().map(TestNodes::addressOf);
        return new Join(Stream.concat(elsewhere.stream(), here).toList(), null);
    }

    static String addressOf(ClusterNode node) {
        var address = node.hazelcast().getCluster().getLocalMember().getAddress();
        return address.getHost() + ":" + address.getPort();
    }

    /** Waits until all nodes see the child, and every entry has its replicas. */
    void awaitInSight(ChildNode child) {
        for (ClusterNode node : nodes) {
            until("in sight", () -> node.membership().contains(child.nodeId));
            until("safe", () -> await(node.isSafe()));
            assertThat(node.membership().nodes()).hasSize(3);
        }
    }

    /** Starts a lite member, as a publisher in another program would. */
    HazelcastInstance startPublisher() {
        Config config = HazelcastConfig.of(config(0, joinAll()), "publisher");
        config.setLiteMember(true);
        HazelcastInstance publisher = Hazelcast.newHazelcastInstance(config);
        others.add(publisher);
        return publisher;
    }

    static List<Integer> freePorts(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the condition is true, and returns the time that it took. */
    public static Duration until(String what, BooleanSupplier so) {
        long begin = System.nanoTime();
        while (!so.getAsBoolean()) {
            Duration waited = Duration.ofNanos(System.nanoTime() - begin);
            if (waited.compareTo(PATIENCE) > 0) {
                throw new AssertionError("After " + waited + " not yet: " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        others.forEach(other -> other.getLifecycleService().terminate());
        await(Future.join(nodes.stream().map(ClusterNode::leave).toList()).otherwiseEmpty());
    }
}
