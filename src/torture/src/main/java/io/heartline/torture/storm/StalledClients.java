package io.heartline.torture.storm;

import io.heartline.torture.Await;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The scenario with slow consumers: many clients stop reading under constant load, and read again, in turns. The latency of other
 * clients on the same node is measured; it must hardly change. Used once.
 */
public final class StalledClients {
    private static final Duration BACK_WITHIN = Duration.ofMinutes(1);
    /** The time until a node notices a passed limit; it checks every half interval. */
    private static final Duration FOUND_WITHIN = Duration.ofSeconds(30);

    private static final int TICK_MILLIS = 20;
    private static final int RECEIVE_BYTES = 4_096;

    private final Plan plan;
    private final Cluster cluster;
    private final ClientGroup slow;
    private final ClientGroup others;
    private final CarefulPublisher heavy;
    private final CarefulPublisher timed;
    private final List<LatencySample> samples = new ArrayList<>();
    private Memory memory = new Memory(0, 0, 0);
    private long closed;

    private StalledClients(Plan plan, Cluster cluster, ClientGroup slow, ClientGroup others)
            throws IOException, InterruptedException {
        this.plan = plan;
        this.cluster = cluster;
        this.slow = slow;
        this.others = others;
        var publishTo = List.of(cluster.site(2));
        this.heavy = slow.call(() -> new CarefulPublisher(slow.vertx(), publishTo, plan.bodyBytes()));
        this.timed = others.call(() -> new CarefulPublisher(others.vertx(), publishTo, 100));
    }

    /**
     * The parameters.
     *
     * @param slow the number of clients that stop reading; each gets a message every other second
     * @param others the number of measured clients; each gets two messages a second
     * @param bodyBytes of the messages to slow clients
     * @param window the send window of a session, in messages
     * @param ackWithin the time that the nodes then wait for an acknowledgement
     * @param calm the length of each measurement while all clients read
     * @param turns the number of stalls
     * @param nodes their program, heaps and logs
     */
    public record Plan(
            int slow,
            int others,
            int bodyBytes,
            int window,
            Duration ackWithin,
            Duration calm,
            int turns,
            NodeSetup nodes) {}

    /**
     * The memory for stalled clients, measured in an additional turn, just before their sessions are closed.
     *
     * @param heapMegabytes the heap of both nodes after garbage collection, while the clients were stalled
     * @param heapBytesPerClient the difference to the time before, for each stalled client: its messages on two nodes, and the
     *     data that waits for its socket
     * @param residentBytesPerClient the same for resident memory; not exact, since a JVM does not return memory
     */
    public record Memory(double heapMegabytes, double heapBytesPerClient, double residentBytesPerClient) {
        static Memory of(NodeMetrics before, NodeMetrics full, int clients) {
            return new Memory(
                    full.heapMegabytes(),
                    (full.heapBytes() - before.heapBytes()) / clients,
                    (full.residentBytes() - before.residentBytes()) / clients);
        }
    }

    /**
     * The result.
     *
     * @param samples the latency while all clients read, and while some are stalled, in turns
     * @param closed the number of sessions that were closed with 4002, over all turns
     * @param online the number of clients of both kinds with a session at the end
     * @param stored the number of stored messages
     * @param missing the number of them that did not arrive
     * @param residentMegabytes the highest resident memory of a node
     */
    public record Result(
            Plan plan,
            List<LatencySample> samples,
            long closed,
            int online,
            long stored,
            long missing,
            long givenUp,
            Memory memory,
            double residentMegabytes)
            implements StormResult {
        /** The 99th percentile during a stall, divided by the mean of those before and after; the highest of all turns. */
        public double ratio() {
            double worst = 0;
            for (int i = 1; i < samples.size() - 1; i += 2) {
                double calm = (samples.get(i - 1).most() + samples.get(i + 1).most()) / 2.0;
                worst = Math.max(worst, samples.get(i).most() / calm);
            }
            return worst;
        }

        /** True if each stalled client was closed, has reconnected, and has all its messages. The ratio is not judged. */
        @Override
        public boolean isSound() {
            return closed >= (long) plan.slow() * plan.turns()
                    && online == plan.slow() + plan.others()
                    && missing == 0
                    && givenUp == 0;
        }

        @Override
        public String toString() {
            String lines = samples.stream().map(LatencySample::toString).collect(Collectors.joining("\n"));
            return String.format(
                    """
                    %s
                    stalled   %d clients %d times, each pushed %d bytes every 2 s: p99 of %d others is at most %.2f times that before and after
                    seen      %d closed with 4002, %d online at the end
                    messages  %d stored, %d missing, %d given up
                    memory    %.1f KB of heap for each stalled client, %.1f KB resident; %.0f MB in both heaps then
                    resident  one node %.0f MB at most, with a heap of %d MB at most
                    """,
                    lines,
                    plan.slow(),
                    plan.turns(),
                    plan.bodyBytes(),
                    plan.others(),
                    ratio(),
                    closed,
                    online,
                    stored,
                    missing,
                    givenUp,
                    memory.heapBytesPerClient() / 1_024,
                    memory.residentBytesPerClient() / 1_024,
                    memory.heapMegabytes(),
                    residentMegabytes,
                    plan.nodes().heapMegabytes());
        }
    }

    /** Runs the scenario, which takes a few minutes at most. */
    public static Result run(Plan plan) throws IOException, NotWhole, InterruptedException {
        ReconnectDelay reconnectDelay = ReconnectDelay.jittered(new SplittableRandom(1));
        List<String> options =
                List.of("--ack-within-millis=" + plan.ackWithin().toMillis(), "--window=" + plan.window());
        Cluster.Setup setup = new Cluster.Setup(2, plan.nodes(), options);
        try (Cluster cluster = Cluster.start(setup);
                ClientGroup slow =
                        new ClientGroup(cluster.sites().subList(0, 1), reconnectDelay, plan.slow(), RECEIVE_BYTES);
                ClientGroup others = new ClientGroup(cluster.sites().subList(0, 1), reconnectDelay, plan.others(), 0);
                MemorySampler sampler = new MemorySampler(cluster.pids())) {
            return new StalledClients(plan, cluster, slow, others).run(sampler);
        }
    }

    private Result run(MemorySampler sampler) throws IOException, InterruptedException {
        slow.connect("slow", plan.slow());
        others.connect("other", plan.others());
        Runnable heavyStream = slow.call(() -> stream(heavy, slow.users(), plan.slow() / 2));
        Runnable timedStream = others.call(() -> stream(timed, others.users(), plan.others() * 2));
        pause(); // a new JVM is slow, which says nothing about stalled clients
        weigh();
        calm();
        for (int turn = 0; turn < plan.turns(); turn++) {
            stall();
            calm();
        }
        slow.tell(heavyStream);
        others.tell(timedStream);
        Await.until(BACK_WITHIN, () -> missing() == 0);
        return new Result(
                plan,
                List.copyOf(samples),
                closed,
                slow.call(slow::online) + others.call(others::online),
                slow.call(heavy::stored) + others.call(timed::stored),
                missing(),
                slow.call(heavy::givenUp) + others.call(timed::givenUp),
                memory,
                sampler.mostMegabytes());
    }

    /** Starts to send at least that many messages a second. */
    private static Runnable stream(CarefulPublisher publisher, List<String> users, int aSecond) {
        int some = Math.max(1, (aSecond * TICK_MILLIS + 999) / 1_000);
        return publisher.stream(users, some, TICK_MILLIS);
    }

    private void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(plan.calm().toNanos());
    }

    private void calm() throws IOException, InterruptedException {
        others.tell(others::begin);
        pause();
        samples.add(others.call(() -> LatencySample.of("calm", others.counters())));
    }

    /** Measures from the moment at which clients stop reading until each is closed; then they read again. */
    private void stall() throws IOException, InterruptedException {
        long before = cluster.metrics().closed(4002);
        slow.tell(() -> slow.devices().values().forEach(StormClient::pause));
        others.tell(others::begin);
        Duration most =
                plan.ackWithin().plus(Duration.ofSeconds(2L * plan.window())).plus(FOUND_WITHIN);
        Await.until(most, () -> cluster.metrics().closed(4002) >= before + plan.slow());
        samples.add(others.call(() -> LatencySample.of("stalled", others.counters())));
        closed += cluster.metrics().closed(4002) - before;
        readOn();
    }

    /** Measures memory. Garbage collection would change the latency of others, so that is not measured meanwhile. */
    private void weigh() throws IOException, InterruptedException {
        NodeMetrics before = cluster.collected();
        slow.tell(() -> slow.devices().values().forEach(StormClient::pause));
        TimeUnit.NANOSECONDS.sleep(plan.ackWithin().toNanos() / 4 * 3);
        memory = Memory.of(before, cluster.collected(), plan.slow());
        readOn();
    }

    private void readOn() throws IOException, InterruptedException {
        slow.tell(() -> slow.devices().values().forEach(StormClient::resume));
        Await.until(
                BACK_WITHIN, () -> slow.call(() -> slow.online() == plan.slow() && heavy.missing(slow) < plan.slow()));
    }

    private long missing() throws IOException, InterruptedException {
        return slow.call(() -> heavy.missing(slow)) + others.call(() -> timed.missing(others));
    }
}
