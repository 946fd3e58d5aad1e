package io.heartline.torture.storm;

import io.heartline.torture.Await;
import io.heartline.torture.Site;
import io.heartline.torture.field.NotWhole;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The scenarios in which many clients reconnect at once: one of three nodes is killed, or all connections break and no client waits
 * before it reconnects. Some clients have unacknowledged messages, and pushes go on meanwhile. Used once.
 */
public final class ReconnectStorm {
    private static final int NODES = 3;
    private static final Duration BACK_WITHIN = Duration.ofMinutes(2);
    private static final Duration THEIRS_WITHIN = Duration.ofSeconds(75);
    /** Every n-th client has unacknowledged messages when its connection breaks. */
    private static final int OWED = 10;

    /** Every n-th client gets a message meanwhile. */
    private static final int PUSHED = 5;

    private final Plan plan;
    private final Cluster cluster;
    private final ClientGroup group;
    private final CarefulPublisher publisher;

    private ReconnectStorm(Plan plan, Cluster cluster, ClientGroup group) throws IOException, InterruptedException {
        this.plan = plan;
        this.cluster = cluster;
        this.group = group;
        // Through nodes that stay: the failover of publishers is not tested here.
        this.publisher = group.call(
                () -> new CarefulPublisher(group.vertx(), cluster.sites().subList(0, NODES - 1), 100));
    }

    /** The kind of break. */
    public enum Kind {
        /** {@code kill -9} of one node; its clients reconnect with jitter. */
        NODE_DIES,
        /** All connections are reset, and all clients reconnect without waiting. */
        ALL_AT_ONCE
    }

    /**
     * The parameters.
     *
     * @param clients the number of clients, each of its own user, evenly distributed over three nodes
     * @param nodes their program, heaps and logs
     */
    public record Plan(Kind kind, int clients, NodeSetup nodes) {}

    /**
     * The cost for the nodes.
     *
     * @param cpuSeconds of the nodes that stay, from the break until every message has arrived
     * @param heapPerSession bytes of heap for each session before the break, after garbage collection
     * @param lagMillis the highest delay of an event loop
     * @param blocked the number of warnings of blocked threads
     */
    public record Cost(
            double cpuSeconds, double heapPerSession, double residentMegabytes, double lagMillis, long blocked) {}

    /**
     * The result.
     *
     * @param online the number of clients with a session at the end
     * @param owed the number of unacknowledged messages at the break
     * @param pushed the number of stored messages
     * @param missing the number of them that did not arrive
     * @param givenUp the number of messages that could not be stored
     */
    public record Result(
            Plan plan,
            int online,
            ReconnectStats reconnects,
            long owed,
            long pushed,
            long missing,
            long givenUp,
            Cost cost)
            implements StormResult {
        /** True if every client has reconnected and resumed, and every message has arrived. */
        @Override
        public boolean isSound() {
            return online == plan.clients() && missing == 0 && givenUp == 0 && reconnects.unresumed() == 0;
        }

        @Override
        public String toString() {
            return String.format(
                    """
                    storm     %s, %d clients: %d reconnected, half within %d ms, 99 of 100 within %d ms, all within %d ms
                    seen      refused %s by status, closed %s by code, %d not resumed
                    messages  %d stored, %d of them unacknowledged at the break, %d missing, %d given up
                    cost      %.1f CPU-seconds of the nodes that stay, %.1f KB of heap a session, %.0f MB resident
                    loops     %.0f ms late at most, %d warnings of blocked threads
                    """,
                    plan.kind(),
                    plan.clients(),
                    online,
                    reconnects.half(),
                    reconnects.most(),
                    reconnects.last(),
                    reconnects.refused(),
                    reconnects.closed(),
                    reconnects.unresumed(),
                    pushed,
                    owed,
                    missing,
                    givenUp,
                    cost.cpuSeconds(),
                    cost.heapPerSession() / 1_024,
                    cost.residentMegabytes(),
                    cost.lagMillis(),
                    cost.blocked());
        }
    }

    /** Runs the scenario, which takes a few minutes at most. */
    public static Result run(Plan plan) throws IOException, NotWhole, InterruptedException {
        SplittableRandom random = new SplittableRandom(1);
        Cluster.Setup setup = new Cluster.Setup(NODES, plan.nodes(), List.of());
        try (Cluster cluster = Cluster.start(setup);
                ClientGroup group =
                        new ClientGroup(cluster.sites(), ReconnectDelay.jittered(random), plan.clients(), 0)) {
            return new ReconnectStorm(plan, cluster, group).run(random);
        }
    }

    private Result run(SplittableRandom random) throws IOException, InterruptedException {
        NodeMetrics empty = cluster.collected();
        group.connect("storm", plan.clients());
        owe();
        NodeMetrics full = cluster.collected();
        long owed = group.call(() -> publisher.missing(group));
        List<Site> staying = plan.kind() == Kind.NODE_DIES ? cluster.sites().subList(0, NODES - 1) : cluster.sites();
        NodeMetrics before = cluster.metrics(staying);
        List<StormClient> struck = group.call(this::struck);
        awaitAll(struck.size(), strike(struck, random));
        NodeMetrics after = cluster.metrics(staying);
        Cost cost = new Cost(
                after.cpuSeconds() - before.cpuSeconds(),
                (full.heapBytes() - empty.heapBytes()) / plan.clients(),
                after.residentMegabytes(),
                after.most("heartline_session_loop_lag_seconds_max") * 1_000,
                cluster.logged("has been blocked"));
        return group.call(() -> new Result(
                plan,
                group.online(),
                ReconnectStats.of(group.counters()),
                owed,
                publisher.stored(),
                publisher.missing(group),
                publisher.givenUp(),
                cost));
    }

    private void owe() throws IOException, InterruptedException {
        List<String> users = every(OWED);
        group.call(() -> {
            users.forEach(
                    user -> Objects.requireNonNull(group.devices().get(user)).hold());
            return true;
        });
        group.run(() -> publisher.send(users));
        group.run(() -> publisher.send(users));
    }

    private List<String> every(int nth) {
        return IntStream.iterate(0, i -> i < plan.clients(), i -> i + nth)
                .mapToObj(i -> "storm-" + i)
                .toList();
    }

    /** The clients whose connection breaks. If one node dies, these include clients of other nodes with unacknowledged messages. */
    private List<StormClient> struck() {
        Site dying = cluster.site(NODES);
        return group.devices().values().stream()
                .filter(device -> plan.kind() == Kind.ALL_AT_ONCE
                        || device.isHolding()
                        || device.at().equals(dying))
                .toList();
    }

    private Future<Void> strike(List<StormClient> struck, SplittableRandom random)
            throws IOException, InterruptedException {
        group.tell(() -> {
            group.begin();
            if (plan.kind() == Kind.ALL_AT_ONCE) {
                group.reconnectDelay(ReconnectDelay.atOnce(random));
            }
        });
        if (plan.kind() == Kind.NODE_DIES) {
            cluster.field().kill(cluster.site(NODES).name());
        }
        return group.call(() -> {
            struck.forEach(StormClient::drop);
            return publisher.send(every(PUSHED));
        });
    }

    private void awaitAll(int struck, Future<Void> pushing) throws IOException, InterruptedException {
        Await.until(
                BACK_WITHIN,
                () -> group.call(() ->
                        group.counters().welcomes().getTotalCount() >= struck && group.online() == plan.clients()));
        group.run(() -> pushing);
        Await.until(THEIRS_WITHIN, () -> group.call(() -> publisher.missing(group)) == 0);
    }
}
