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
 * Many clients stop reading while they are pushed to. The same load goes to the same clients all the time; in turns they
 * read it and do not, and others on the same node, whose messages are timed, must hardly notice. Used once.
 */
public final class Stalled {
    private static final Duration BACK_WITHIN = Duration.ofMinutes(1);
    /** How long after the limit a node may take to find that it is passed: it looks every half interval. */
    private static final Duration FOUND_WITHIN = Duration.ofSeconds(30);

    private static final int TICK_MILLIS = 20;
    private static final int RECEIVE_BYTES = 4_096;

    private final Plan plan;
    private final Cluster cluster;
    private final Swarm slow;
    private final Swarm others;
    private final Mail heavy;
    private final Mail timed;
    private final List<Spell> spells = new ArrayList<>();
    private Memory memory = new Memory(0, 0, 0);
    private long closed;

    private Stalled(Plan plan, Cluster cluster, Swarm slow, Swarm others) throws IOException, InterruptedException {
        this.plan = plan;
        this.cluster = cluster;
        this.slow = slow;
        this.others = others;
        var publishTo = List.of(cluster.site(2));
        this.heavy = slow.call(() -> new Mail(slow.vertx(), publishTo, plan.bodyBytes()));
        this.timed = others.call(() -> new Mail(others.vertx(), publishTo, 100));
    }

    /**
     * What to do.
     *
     * @param slow how many clients stop reading; each gets a message every other second, whether it reads or not
     * @param others how many are timed; each gets two a second
     * @param bodyBytes of the messages to the slow
     * @param window how many messages a client may leave unacknowledged before it gets no more
     * @param ackWithin how long the nodes then wait for an acknowledgement, or for a socket
     * @param calm how long each spell with everybody reading is timed
     * @param turns how often they stall; before, between and after it is calm
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
     * What those who stall cost, measured in a turn of its own that is not timed, short of the moment at which they are
     * closed.
     *
     * @param heapMegabytes what was left in the heaps of both nodes, after collection, while all were stalled
     * @param heapBytesPerClient by how much that was more than before, for each client that stalled: its unread messages,
     *     stored on two nodes, and what waits for its socket
     * @param residentBytesPerClient the same of the machine's memory; coarse, for a JVM keeps what it once had
     */
    public record Memory(double heapMegabytes, double heapBytesPerClient, double residentBytesPerClient) {
        static Memory of(Vitals before, Vitals full, int clients) {
            return new Memory(
                    full.heapMegabytes(),
                    (full.heapBytes() - before.heapBytes()) / clients,
                    (full.residentBytes() - before.residentBytes()) / clients);
        }
    }

    /**
     * What came of it.
     *
     * @param spells calm and stalled, in turns
     * @param closed how many sessions the nodes ended with 4002, over all turns
     * @param online how many clients of both kinds are welcome in the end
     * @param stored messages in all
     * @param missing those that did not arrive in the end
     * @param residentMegabytes the most that one node took of the machine's memory at any moment
     */
    public record Result(
            Plan plan,
            List<Spell> spells,
            long closed,
            int online,
            long stored,
            long missing,
            long givenUp,
            Memory memory,
            double residentMegabytes)
            implements Outcome {
        /** The 99th percentile while they stalled by the mean of the calm before and after; the worst of all turns. */
        public double ratio() {
            double worst = 0;
            for (int i = 1; i < spells.size() - 1; i += 2) {
                double calm = (spells.get(i - 1).most() + spells.get(i + 1).most()) / 2.0;
                worst = Math.max(worst, spells.get(i).most() / calm);
            }
            return worst;
        }

        /** Whether each that stalled was closed for it, is back, and has all that was stored for it; the ratio is not judged. */
        @Override
        public boolean isSound() {
            return closed >= (long) plan.slow() * plan.turns()
                    && online == plan.slow() + plan.others()
                    && missing == 0
                    && givenUp == 0;
        }

        @Override
        public String toString() {
            String lines = spells.stream().map(Spell::toString).collect(Collectors.joining("\n"));
            return String.format(
                    """
                    %s
                    stalled   %d clients %d times, each pushed %d bytes every 2 s: p99 of %d others is %.2f of the calm around it at worst
                    seen      %d closed with 4002, %d online in the end
                    messages  %d stored, %d missing, %d given up
                    memory    %.1f KB of heap for each that stalls, %.1f KB resident; %.0f MB in both heaps then
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

    /** Runs it, which takes a few minutes at most. */
    public static Result run(Plan plan) throws IOException, NotWhole, InterruptedException {
        Comeback comeback = Comeback.jittered(new SplittableRandom(1));
        List<String> options =
                List.of("--ack-within-millis=" + plan.ackWithin().toMillis(), "--window=" + plan.window());
        Cluster.Setup setup = new Cluster.Setup(2, plan.nodes(), options);
        try (Cluster cluster = Cluster.start(setup);
                Swarm slow = new Swarm(cluster.sites().subList(0, 1), comeback, plan.slow(), RECEIVE_BYTES);
                Swarm others = new Swarm(cluster.sites().subList(0, 1), comeback, plan.others(), 0);
                Watch watch = new Watch(cluster.pids())) {
            return new Stalled(plan, cluster, slow, others).run(watch);
        }
    }

    private Result run(Watch watch) throws IOException, InterruptedException {
        slow.connect("slow", plan.slow());
        others.connect("other", plan.others());
        Runnable heavyStream = slow.call(() -> stream(heavy, slow.users(), plan.slow() / 2));
        Runnable timedStream = others.call(() -> stream(timed, others.users(), plan.others() * 2));
        pause(); // a fresh process is slow, which says nothing of those who stall
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
                List.copyOf(spells),
                closed,
                slow.call(slow::online) + others.call(others::online),
                slow.call(heavy::stored) + others.call(timed::stored),
                missing(),
                slow.call(heavy::givenUp) + others.call(timed::givenUp),
                memory,
                watch.mostMegabytes());
    }

    /** Begins to send so many messages a second, or a little more. */
    private static Runnable stream(Mail mail, List<String> users, int aSecond) {
        int some = Math.max(1, (aSecond * TICK_MILLIS + 999) / 1_000);
        return mail.stream(users, some, TICK_MILLIS);
    }

    private void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(plan.calm().toNanos());
    }

    private void calm() throws IOException, InterruptedException {
        others.tell(others::begin);
        pause();
        spells.add(others.call(() -> Spell.of("calm", others.tally())));
    }

    /** From the moment at which they stop to read until each has been closed for it; then they read again. */
    private void stall() throws IOException, InterruptedException {
        long before = cluster.vitals().closed(4002);
        slow.tell(() -> slow.devices().values().forEach(Device::pause));
        others.tell(others::begin);
        Duration most =
                plan.ackWithin().plus(Duration.ofSeconds(2L * plan.window())).plus(FOUND_WITHIN);
        Await.until(most, () -> cluster.vitals().closed(4002) >= before + plan.slow());
        spells.add(others.call(() -> Spell.of("stalled", others.tally())));
        closed += cluster.vitals().closed(4002) - before;
        readOn();
    }

    /** Collecting garbage would be seen in the times of the others, so there is no timed spell meanwhile. */
    private void weigh() throws IOException, InterruptedException {
        Vitals before = cluster.collected();
        slow.tell(() -> slow.devices().values().forEach(Device::pause));
        TimeUnit.NANOSECONDS.sleep(plan.ackWithin().toNanos() / 4 * 3);
        memory = Memory.of(before, cluster.collected(), plan.slow());
        readOn();
    }

    private void readOn() throws IOException, InterruptedException {
        slow.tell(() -> slow.devices().values().forEach(Device::resume));
        Await.until(
                BACK_WITHIN, () -> slow.call(() -> slow.online() == plan.slow() && heavy.missing(slow) < plan.slow()));
    }

    private long missing() throws IOException, InterruptedException {
        return slow.call(() -> heavy.missing(slow)) + others.call(() -> timed.missing(others));
    }
}
