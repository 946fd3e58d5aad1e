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
 * Everybody comes back at once: three nodes hold the clients, some of whom are owed messages, and one of them dies; or all
 * connections break at one moment and nobody waits before coming back. Meanwhile pushes go on. Used once.
 */
public final class Storm {
    private static final int NODES = 3;
    private static final Duration BACK_WITHIN = Duration.ofMinutes(2);
    private static final Duration THEIRS_WITHIN = Duration.ofSeconds(75);
    /** Every so-manieth client is owed messages when its connection breaks, and every so-manieth gets one meanwhile. */
    private static final int OWED = 10;

    private static final int PUSHED = 5;

    private final Plan plan;
    private final Cluster cluster;
    private final Swarm swarm;
    private final Mail mail;

    private Storm(Plan plan, Cluster cluster, Swarm swarm) throws IOException, InterruptedException {
        this.plan = plan;
        this.cluster = cluster;
        this.swarm = swarm;
        // Through those that stay: a publisher that loses its node turns to another, which is not what is tried here.
        this.mail = swarm.call(() -> new Mail(swarm.vertx(), cluster.sites().subList(0, NODES - 1), 100));
    }

    /** What breaks, and how clients come back. */
    public enum Kind {
        /** {@code kill -9} of one node; its clients come back with jitter, as the project's own do. */
        NODE_DIES,
        /** All connections are reset, and all clients connect again without waiting. */
        ALL_AT_ONCE
    }

    /**
     * What to do.
     *
     * @param clients how many in all, each its own user, spread evenly over three nodes
     * @param nodes their program, heaps and logs
     */
    public record Plan(Kind kind, int clients, NodeSetup nodes) {}

    /**
     * What the nodes paid.
     *
     * @param cpuSeconds of those that stay, from the break until all had theirs
     * @param heapPerSession bytes of heap, after collection, for each session before the break
     * @param lagMillis how late an event loop was at most
     * @param blocked warnings of blocked threads
     */
    public record Cost(
            double cpuSeconds, double heapPerSession, double residentMegabytes, double lagMillis, long blocked) {}

    /**
     * What came of it.
     *
     * @param online how many clients are welcome in the end
     * @param owed messages that were unfinished when the connections broke
     * @param pushed messages that were stored in all
     * @param missing those that did not arrive
     * @param givenUp those that could not be stored
     */
    public record Result(
            Plan plan, int online, Crowd crowd, long owed, long pushed, long missing, long givenUp, Cost cost)
            implements Outcome {
        /** Whether everybody is back, where they were, and got theirs. */
        @Override
        public boolean isSound() {
            return online == plan.clients() && missing == 0 && givenUp == 0 && crowd.unresumed() == 0;
        }

        @Override
        public String toString() {
            return String.format(
                    """
                    storm     %s, %d clients: %d are back, half within %d ms, 99 of 100 within %d ms, all within %d ms
                    seen      refused %s by status, closed %s by code, %d not resumed
                    messages  %d stored, %d of them owed at the break, %d missing, %d given up
                    cost      %.1f CPU-seconds of the nodes that stay, %.1f KB of heap a session, %.0f MB resident
                    loops     %.0f ms late at most, %d warnings of blocked threads
                    """,
                    plan.kind(),
                    plan.clients(),
                    online,
                    crowd.half(),
                    crowd.most(),
                    crowd.last(),
                    crowd.refused(),
                    crowd.closed(),
                    crowd.unresumed(),
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

    /** Runs it, which takes a few minutes at most. */
    public static Result run(Plan plan) throws IOException, NotWhole, InterruptedException {
        SplittableRandom random = new SplittableRandom(1);
        Cluster.Setup setup = new Cluster.Setup(NODES, plan.nodes(), List.of());
        try (Cluster cluster = Cluster.start(setup);
                Swarm swarm = new Swarm(cluster.sites(), Comeback.jittered(random), plan.clients(), 0)) {
            return new Storm(plan, cluster, swarm).run(random);
        }
    }

    private Result run(SplittableRandom random) throws IOException, InterruptedException {
        Vitals empty = cluster.collected();
        swarm.connect("storm", plan.clients());
        owe();
        Vitals full = cluster.collected();
        long owed = swarm.call(() -> mail.missing(swarm));
        List<Site> staying = plan.kind() == Kind.NODE_DIES ? cluster.sites().subList(0, NODES - 1) : cluster.sites();
        Vitals before = cluster.vitals(staying);
        List<Device> struck = swarm.call(this::struck);
        awaitAll(struck.size(), strike(struck, random));
        Vitals after = cluster.vitals(staying);
        Cost cost = new Cost(
                after.cpuSeconds() - before.cpuSeconds(),
                (full.heapBytes() - empty.heapBytes()) / plan.clients(),
                after.residentMegabytes(),
                after.most("heartline_session_loop_lag_seconds_max") * 1_000,
                cluster.logged("has been blocked"));
        return swarm.call(() -> new Result(
                plan,
                swarm.online(),
                Crowd.of(swarm.tally()),
                owed,
                mail.stored(),
                mail.missing(swarm),
                mail.givenUp(),
                cost));
    }

    private void owe() throws IOException, InterruptedException {
        List<String> users = every(OWED);
        swarm.call(() -> {
            users.forEach(
                    user -> Objects.requireNonNull(swarm.devices().get(user)).hold());
            return true;
        });
        swarm.run(() -> mail.send(users));
        swarm.run(() -> mail.send(users));
    }

    private List<String> every(int nth) {
        return IntStream.iterate(0, i -> i < plan.clients(), i -> i + nth)
                .mapToObj(i -> "storm-" + i)
                .toList();
    }

    /** Whose connection breaks; where one node dies also those who owe acknowledgements elsewhere, so that all is owed. */
    private List<Device> struck() {
        Site dying = cluster.site(NODES);
        return swarm.devices().values().stream()
                .filter(device -> plan.kind() == Kind.ALL_AT_ONCE
                        || device.isHolding()
                        || device.at().equals(dying))
                .toList();
    }

    private Future<Void> strike(List<Device> struck, SplittableRandom random) throws IOException, InterruptedException {
        swarm.tell(() -> {
            swarm.begin();
            if (plan.kind() == Kind.ALL_AT_ONCE) {
                swarm.comeback(Comeback.atOnce(random));
            }
        });
        if (plan.kind() == Kind.NODE_DIES) {
            cluster.field().kill(cluster.site(NODES).name());
        }
        return swarm.call(() -> {
            struck.forEach(Device::drop);
            return mail.send(every(PUSHED));
        });
    }

    private void awaitAll(int struck, Future<Void> pushing) throws IOException, InterruptedException {
        Await.until(
                BACK_WITHIN,
                () -> swarm.call(
                        () -> swarm.tally().welcomes().getTotalCount() >= struck && swarm.online() == plan.clients()));
        swarm.run(() -> pushing);
        Await.until(THEIRS_WITHIN, () -> swarm.call(() -> mail.missing(swarm)) == 0);
    }
}
