package io.heartline.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.LifecycleEvent.LifecycleState;
import io.heartline.cluster.ClusterConfig.Endpoint;
import io.heartline.trust.BusFiles;
import io.heartline.trust.BusIdentity;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node of the cluster: a Hazelcast member, which holds data, and Vert.x with its event bus on top of it. Any thread.
 *
 * <p>It leaves in order: first the event bus, so that nobody sends to it any more; then Hazelcast, once others have replicas
 * of its data.
 */
public final class ClusterNode {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
    private static final long BUS_LEAVE_SECONDS = 10;
    /** The interval at which Hazelcast is asked if it has ended: out of memory, it ends without an event. */
    private static final long LOOK_MILLIS = 1_000;

    /**
     * The collaborators of a node that starts.
     *
     * @param builder with metrics, if any; the options below are given to it
     * @param options of Vert.x; those for clustering and files are set here
     * @param clock this node's time
     * @param join watches the start until it has joined
     */
    public record LaunchContext(VertxBuilder builder, VertxOptions options, InstantSource clock, JoinWatch join) {
        public LaunchContext(VertxBuilder builder, VertxOptions options, InstantSource clock) {
            this(builder, options, clock, new JoinWatch());
        }
    }

    private final ClusterConfig config;
    private final String nodeId;
    private final HazelcastInstance hazelcast;
    private final Membership membership;
    private final MemberLog memberLog;
    private final Vertx vertx;
    private final SafeState safeState;
    private final ClockCheck clockCheck;
    private final Promise<Void> lost = Promise.promise();
    private volatile boolean leaving;

    private ClusterNode(ClusterConfig config, Member member, Vertx vertx, InstantSource clock) {
        this.config = config;
        this.nodeId = member.node();
        this.hazelcast = member.hazelcast();
        this.membership = member.membership();
        this.memberLog = MemberLog.of(hazelcast, clock);
        this.vertx = vertx;
        this.safeState = SafeState.of(vertx, nodeId, membership, clock, hazelcast);
        this.clockCheck = new ClockCheck(vertx, nodeId, membership, clock);
        hazelcast.getLifecycleService().addLifecycleListener(event -> onLifecycle(event.getState()));
        vertx.setPeriodic(LOOK_MILLIS, timer -> hasEnded());
    }

    /** A member of the Hazelcast cluster that has no event bus yet. */
    private record Member(String node, HazelcastInstance hazelcast, Membership membership) {}

    /**
     * Joins the cluster, or begins one.
     *
     * @param dataConfig adds the maps that hold users to Hazelcast's configuration
     * @return the node once it has joined and its bus is there; fails if it can't listen, or can't join the members that it found
     */
    public static Future<ClusterNode> start(ClusterConfig config, Consumer<Config> dataConfig, LaunchContext here) {
        return start(config, dataConfig, here, Hazelcast::newHazelcastInstance);
    }

    static Future<ClusterNode> start(
            ClusterConfig config,
            Consumer<Config> dataConfig,
            LaunchContext here,
            Function<Config, HazelcastInstance> newInstance) {
        String node = NodeId.fresh();
        Config hazelcastConfig = HazelcastConfig.of(config, node);
        dataConfig.accept(hazelcastConfig);
        hazelcastConfig.addListenerConfig(new ListenerConfig(here.join()));
        return OffLoop.run("heartline-join", () -> here.join().explaining(() -> newInstance.apply(hazelcastConfig)))
                .compose(hazelcast -> {
                    Member member = new Member(node, hazelcast, Membership.of(hazelcast));
                    return startBus(config, here, hazelcast)
                            .compose(vertx -> {
                                ClusterNode started = new ClusterNode(config, member, vertx, here.clock());
                                return Future.all(started.clockCheck.start(), started.safeState.start())
                                        .map(started);
                            })
                            .onSuccess(ClusterNode::sayJoined)
                            .recover(failure -> OffLoop.run("heartline-leave", () -> {
                                hazelcast.getLifecycleService().terminate();
                                throw new IllegalStateException("The event bus could not be started", failure);
                            }));
                });
    }

    private static Future<Vertx> startBus(ClusterConfig config, LaunchContext here, HazelcastInstance hazelcast) {
        VertxOptions options = new VertxOptions(here.options());
        EventBusOptions bus = busOptions(options.getEventBusOptions(), config.bus());
        BusIdentity identity;
        try {
            identity = config.trust().busIdentity(config.clusterName());
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
        options.setEventBusOptions(identity == null ? bus : identity.secure(bus));
        options.getFileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        Future<Vertx> built = here.builder()
                .with(options)
                .withClusterManager(new SteadyClusterManager(hazelcast))
                .buildClustered();
        BusFiles files = config.trust().own();
        return files == null || identity == null
                ? built
                : built.map(vertx -> {
                    new BusCertificates(vertx).watch(vertx, files, identity);
                    return vertx;
                });
    }

    private static EventBusOptions busOptions(EventBusOptions options, Endpoint bus) {
        options.setHost(bus.host())
                .setPort(bus.port())
                .setConnectTimeout(3_000)
                .setClusterPingInterval(5_000)
                .setClusterPingReplyInterval(5_000);
        HostPort reachable = bus.publicAddress() == null ? null : HostPort.parse(bus.publicAddress());
        if (reachable != null) {
            options.setClusterPublicHost(reachable.host()).setClusterPublicPort(reachable.port());
        }
        return options;
    }

    private void sayJoined() {
        LOG.info(
                "Node {} is in cluster {} with {} node(s)",
                nodeId,
                config.clusterName(),
                membership.nodes().size());
    }

    public HazelcastInstance hazelcast() {
        return hazelcast;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** The id of this start of this process: 10 characters of {@code [a-z0-9]}. */
    public String nodeId() {
        return nodeId;
    }

    public Membership membership() {
        return membership;
    }

    /** The joins and leaves of all members, lite members too. */
    public MemberLog memberLog() {
        return memberLog;
    }

    /** True if all entries have all their replicas; two seconds old at most. Never fails. */
    public Future<Boolean> isSafe() {
        return safeState.get().map(safe -> safe && !hasEnded());
    }

    /** The last answer to {@link #isSafe}, without waiting. */
    public boolean wasSafe() {
        return safeState.last() && !hasEnded();
    }

    /** True if each entry that this node owns has its replicas now. May take long while another node does not answer. */
    public Future<Boolean> ownEntriesAreCopied() {
        return vertx.executeBlocking(() -> ReplicaCheck.ownPartitionsAreReplicated(hazelcast), false);
    }

    /**
     * True if this node's clock agrees with the others'; false until that is known, and if it differs by more than 5 s. While
     * false, the node must not be ready, and its stores must refuse commands.
     */
    public boolean isClockSound() {
        return clockCheck.isSound();
    }

    /** True if the nodes in sight are a quorum. */
    public boolean hasQuorum() {
        return membership.hasQuorum();
    }

    /** True if Hazelcast has ended without {@link #leave}, as it says itself: this node holds nothing any more. */
    public boolean hasEnded() {
        boolean ended = !leaving && !HazelcastInternals.isRunning(hazelcast);
        if (ended) {
            lose();
        }
        return ended;
    }

    /** Completes if Hazelcast ends without {@link #leave}: the process can't serve any more and has to start again. */
    public Future<Void> lost() {
        return lost.future();
    }

    /**
     * Leaves the event bus, and then Hazelcast, once the others have replicas of its data or the time for that is over.
     * Completes on a thread of its own; never fails. It completes even if Hazelcast hangs: the process should end then.
     */
    public Future<Void> leave() {
        leaving = true;
        return OffLoop.run("heartline-leave", () -> {
            LOG.info("Node {} leaves cluster {}", nodeId, config.clusterName());
            await(vertx.close(), BUS_LEAVE_SECONDS, "close its event bus");
            Future<Void> shutdown = OffLoop.run("heartline-shutdown", this::shutHazelcastDown);
            await(shutdown, config.timing().leave().toSeconds() + BUS_LEAVE_SECONDS, "hand over its data");
            return null;
        });
    }

    private @Nullable Void shutHazelcastDown() {
        hazelcast.getLifecycleService().shutdown();
        return null;
    }

    private void await(Future<?> end, long seconds, String what) {
        try {
            end.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            LOG.warn("Node {} could not {} within {} s", nodeId, what, seconds, e);
        }
    }

    private void onLifecycle(LifecycleState state) {
        if (state == LifecycleState.SHUTDOWN && !leaving) {
            lose();
        }
    }

    private void lose() {
        if (lost.tryComplete()) {
            LOG.error("Node {} lost its place in cluster {}: Hazelcast ended", nodeId, config.clusterName());
        }
    }
}
