package io.heartline.node;

import io.heartline.api.ClusterView;
import io.heartline.api.NodeHealth;
import io.heartline.api.NodeHealth.Phase;
import io.heartline.auth.AuthConfig.Mode;
import io.heartline.auth.Keys;
import io.heartline.auth.Origins;
import io.heartline.cluster.ClusterNode;
import io.heartline.cluster.HostPort;
import io.heartline.cluster.JoinWatch;
import io.heartline.cluster.NodeTime;
import io.heartline.session.gateway.GatewayContext;
import io.heartline.session.gateway.GatewayVerticle;
import io.heartline.session.gateway.HostRule;
import io.heartline.session.gateway.HttpRules;
import io.heartline.session.gateway.RefusalLog;
import io.heartline.store.memory.EntryMemory;
import io.heartline.store.partition.EntryScan;
import io.heartline.store.partition.UserMap;
import io.heartline.sweep.SweepSource;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node: joins the cluster, opens its gateways, serves, and leaves again. Any thread.
 *
 * <pre>
 *   STARTING --joined, listening--> SERVING --leave--> DRAINING --balancer has seen it--> CLOSING --all answered--> gone
 * </pre>
 */
public final class HeartlineNode {
    private static final Logger LOG = LoggerFactory.getLogger(HeartlineNode.class);
    /** The heap of a session while many connect at once. */
    private static final long SESSION_BYTES = 5_500;

    private final NodeConfig config;
    private final Keys keys;
    private final ClusterNode cluster;
    private final Meters meters = new Meters();
    private final InstantSource clock;
    private final long startedAt;
    private final SweepSource sweepSource;
    private final EntryMemory memory;
    private final NodeSurvey survey;
    private final HandOver handOver;
    private final GatewayWiring wiring;
    private final RefusalLog refusals;
    private final List<GatewayVerticle> gateways = new ArrayList<>();
    private volatile Phase phase = Phase.STARTING;
    private volatile @Nullable LoopWatchdog watchdog;

    private HeartlineNode(NodeConfig config, Keys keys, ClusterNode cluster, InstantSource clock) {
        this.config = config;
        this.keys = keys;
        this.cluster = cluster;
        this.clock = clock;
        this.startedAt = clock.millis();
        this.refusals = new RefusalLog(clock);
        this.sweepSource = new SweepSource(new EntryScan(cluster.hazelcast()), meters.registry());
        this.memory = EntryMemory.of(cluster.hazelcast());
        this.survey = new NodeSurvey(cluster, this::describe);
        this.handOver = new HandOver(cluster.nodeId(), HandOver.Sight.of(cluster, survey, memory), clock);
        this.wiring = new GatewayWiring(
                config,
                new GatewayWiring.NodeContext(
                        cluster, clock, keys, meters.registry(), sweepSource, this::health, survey));
    }

    /**
     * Joins, listens, and completes when the node serves; fails, with everything closed again, if it can't.
     *
     * @param keys those that {@code config} names, read before
     */
    public static Future<HeartlineNode> start(NodeConfig config, Keys keys) {
        return start(config, keys, new JoinWatch());
    }

    /**
     * The same.
     *
     * @param join tells whether the node has joined, while it starts
     */
    public static Future<HeartlineNode> start(NodeConfig config, Keys keys, JoinWatch join) {
        InstantSource clock = NodeTime.start();
        VertxOptions options =
                new VertxOptions().setEventLoopPoolSize(config.listening().gateways());
        return ClusterNode.start(
                        config.cluster(),
                        hazelcast -> UserMap.configure(hazelcast, config.store().backups()),
                        new ClusterNode.LaunchContext(Vertx.builder(), options, clock, join))
                .compose(cluster -> {
                    HeartlineNode node = new HeartlineNode(config, keys, cluster, clock);
                    return node.open()
                            .recover(failure -> cluster.leave().transform(left -> Future.failedFuture(failure)));
                });
    }

    private Future<HeartlineNode> open() {
        meters.observe(cluster);
        memory.observe(meters.registry());
        Vertx vertx = cluster.vertx();
        FileLimit files = FileLimit.now();
        int most = files.cap(cluster.nodeId(), config.listening().maxSessions());
        int extra = files.extra(most);
        IntStream.range(0, config.listening().gateways())
                .mapToObj(index -> new GatewayVerticle(setup(index, most, extra)))
                .forEach(gateways::add);
        List<Future<String>> deployed =
                gateways.stream().map(vertx::deployVerticle).toList();
        return Future.all(deployed).compose(open -> survey.listen()).map(listening -> {
            cluster.membership().listen(vertx.getOrCreateContext(), new AuditOnChange(gateways));
            config.front().watch(vertx, gateways.get(0)::certificate);
            keys.watch();
            memory.reserve(() -> sessions() * SESSION_BYTES);
            phase = Phase.SERVING;
            watchdog = new LoopWatchdog(
                            gateways.stream()
                                    .<LongSupplier>map(gateway -> gateway::turns)
                                    .toList(),
                            LoopWatchdog::endProcess)
                    .start();
            LOG.info(
                    "Node {} serves at {}, {} ms after its JVM began",
                    cluster.nodeId(),
                    new HostPort(config.listening().host(), port())
                            .url(config.front().scheme()),
                    ManagementFactory.getRuntimeMXBean().getUptime());
            return this;
        });
    }

    private GatewayContext setup(int index, int most, int extra) {
        int gateways = config.listening().gateways();
        int share = Math.max(1, most / gateways + (index < most % gateways ? 1 : 0));
        return new GatewayContext(
                cluster.nodeId(),
                index,
                config.listening().host(),
                config.listening().port(),
                config.front().shown(),
                config.session(),
                config.front().proxies(),
                Origins.of(config.auth()),
                config.routes(),
                new HttpRules(
                        config.listening().maxHeaderBytes(),
                        HostRule.of(
                                config.auth().mode() == Mode.NONE,
                                config.listening().host())),
                new ConnectionGate(
                        new ConnectionGate.Share(
                                share,
                                Math.max(1, extra / gateways),
                                config.listening().connectRate(),
                                config.listening()
                                        .strangersBytes(Runtime.getRuntime().maxMemory())),
                        config.front().proxies(),
                        clock),
                refusals,
                meters.registry(),
                clock,
                loop -> wiring.of(index, loop));
    }

    /** The port on which it listens. */
    public int port() {
        return gateways.get(0).port();
    }

    /** The id of this start of this process. */
    public String nodeId() {
        return cluster.nodeId();
    }

    /** Completes if the node can't serve any more and the process has to start again. */
    public Future<Void> lost() {
        return cluster.lost();
    }

    /**
     * Leaves; completes when nothing is left to wait for, and never fails. A stage and no future, because it completes after
     * the event loops have ended, which complete futures.
     */
    public CompletionStage<Void> leave() {
        if (phase != Phase.SERVING) {
            return CompletableFuture.completedStage(null);
        }
        phase = Phase.DRAINING;
        LOG.info("Node {} drains {} sessions", cluster.nodeId(), sessions());
        DrainSchedule schedule = new DrainSchedule(config.listening().grace());
        return giveNotice(schedule)
                .compose(seen -> close(schedule))
                .onFailure(e -> LOG.warn("Node {} leaves before all is answered and detached", cluster.nodeId(), e))
                .otherwiseEmpty()
                .compose(drained -> handOver.await(cluster.vertx()))
                .compose(copied -> new LossWarning(cluster.nodeId(), survey::nodes, this::owed)
                        .check()
                        .map(copied))
                .toCompletionStage()
                .thenCompose(copied -> {
                    endWatch();
                    return leaveCluster(copied).toCompletionStage();
                })
                .thenRun(keys::close)
                .thenRun(meters::close);
    }

    /** True while it leaves and stays in the cluster, since what it holds would end with it. */
    public boolean waitsToHandOver() {
        return handOver.waits();
    }

    /**
     * Leaves the cluster, which takes over what this node holds. If it has no room, Hazelcast waits for it and then leaves.
     *
     * @param copied all of it has replicas
     */
    private Future<Void> leaveCluster(boolean copied) {
        String doubt = copied ? memory.handOverDoubt() : null;
        if (doubt != null) {
            LOG.warn(
                    "Node {} has copied all that it holds, but the others can't restore the number of copies: {}. It waits up"
                            + " to {} s for room, and leaves then. This loses nothing if no other node leaves",
                    cluster.nodeId(),
                    doubt,
                    config.cluster().timing().leave().toSeconds());
        }
        return cluster.leave();
    }

    /** The event loops end with the cluster. */
    private void endWatch() {
        LoopWatchdog watching = watchdog;
        if (watching != null) {
            watching.close();
        }
    }

    /** Continues to serve while balancers and publishers on the bus turn to the other nodes. */
    private Future<Void> giveNotice(DrainSchedule schedule) {
        boolean alone = cluster.membership().nodes().size() <= 1;
        long millis = schedule.notice().toMillis();
        Future<?> seen = alone ? Future.succeededFuture() : cluster.vertx().timer(millis);
        Future<?> told = all(wiring.intakes(), PublishIntake::leaveBus)
                .timeout(millis, TimeUnit.MILLISECONDS)
                .onFailure(e -> LOG.warn("Node {} may still be asked over the bus", cluster.nodeId(), e))
                .otherwiseEmpty();
        return Future.join(seen, told).mapEmpty();
    }

    /** Accepts nothing new, answers open requests and closes the sessions. */
    private Future<Void> close(DrainSchedule schedule) {
        phase = Phase.CLOSING;
        Duration goodbyes = schedule.goodbyes(sessions());
        return Future.join(
                        all(wiring.intakes(), intake -> intake.finish(schedule.answers(), schedule.batches())),
                        all(gateways, gateway -> gateway.drain(goodbyes)))
                .<Void>mapEmpty()
                .timeout(schedule.closing().toMillis(), TimeUnit.MILLISECONDS);
    }

    private static <T> Future<Void> all(List<T> parts, Function<T, Future<Void>> act) {
        return Future.join(parts.stream().map(act).toList()).mapEmpty();
    }

    private NodeHealth health() {
        List<String> faults = new ArrayList<>();
        if (!cluster.hasQuorum()) {
            faults.add("Fewer than " + config.cluster().minNodes() + " nodes are in sight.");
        }
        if (!cluster.isClockSound()) {
            faults.add("The clock is not known to agree with the other nodes'.");
        }
        return new NodeHealth(cluster.hasEnded() ? Phase.LOST : phase, faults);
    }

    private int sessions() {
        return gateways.stream().mapToInt(GatewayVerticle::sessions).sum();
    }

    private ClusterView.Node describe() {
        return new ClusterView.Node(
                cluster.nodeId(),
                health().phase().name().toLowerCase(Locale.ROOT),
                (long) sessions(),
                sweepSource.totals().users(),
                ownedPartitions(),
                Version.CURRENT,
                clock.millis() - startedAt);
    }

    /** The messages owed from the entries that this node owns; scans them on a worker thread. */
    private Future<EntryScan.Owed> owed() {
        return cluster.vertx().executeBlocking(new EntryScan(cluster.hazelcast())::owed, false);
    }

    private int ownedPartitions() {
        if (cluster.hasEnded()) {
            return 0;
        }
        UUID self = cluster.hazelcast().getCluster().getLocalMember().getUuid();
        return (int) cluster.hazelcast().getPartitionService().getPartitions().stream()
                .filter(partition -> partition.getOwner() != null
                        && partition.getOwner().getUuid().equals(self))
                .count();
    }
}
