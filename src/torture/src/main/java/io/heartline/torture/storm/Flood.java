package io.heartline.torture.storm;

import io.heartline.torture.Lookout;
import io.heartline.torture.Site;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishers push faster than the cluster stores, over HTTP and over the event bus: each push must be stored or refused,
 * nodes must stay within their memory, and clients who have nothing to do with it must keep their connections. Used once.
 */
public final class Flood {
    /** What a push may come to here, by the contract: stored, refused in so many words, or unknown. */
    private static final Set<String> ALLOWED = Set.of("202", "429", "503", "507", "504", "TIMEOUT");
    /** What a batch says of one push, and the status that the push by itself would have been answered with. */
    private static final Map<String, String> STATUSES = Map.of(
            "stored", "202",
            "RATE_LIMITED", "429",
            "UNAVAILABLE", "503",
            "MAILBOX_FULL", "507",
            "OUTCOME_UNKNOWN", "504");

    private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(1);
    private static final int FLOODED_USERS = 2_000;
    private static final int BATCH = 500;

    private final Plan plan;
    private final Cluster cluster;
    private final Swarm innocent;

    private Flood(Plan plan, Cluster cluster, Swarm innocent) {
        this.plan = plan;
        this.cluster = cluster;
        this.innocent = innocent;
    }

    /**
     * What to do.
     *
     * @param batches how many batches are under way at each of the two nodes at any time
     * @param unanswered how many pushes over the event bus; 0 for no service at all
     * @param innocents clients that are connected all the time; half of them get a message a second
     * @param starved whether the nodes get only a fifth of the time, so that on any machine they are slower than who floods
     * @param options of the nodes, besides
     */
    public record Plan(
            int batches,
            int unanswered,
            int bodyBytes,
            int innocents,
            boolean starved,
            Duration time,
            int heapMegabytes,
            List<String> options,
            Path logs) {}

    /**
     * What came of it.
     *
     * @param http what the pushes in batches were answered
     * @param bus what those over the event bus were
     * @param knocks what a modest publisher was answered meanwhile, by HTTP status
     * @param knockMillis how long 99 of 100 of its stored answers took, and of all others
     * @param closings connections that clients lost, by close code
     * @param heapMegabytes what was left in each heap, after collection: before, and after the nodes had recovered
     */
    public record Result(
            Plan plan,
            Map<String, Long> http,
            Map<String, Long> bus,
            Map<Integer, Long> knocks,
            List<Long> knockMillis,
            long withoutRetryAfter,
            Map<Integer, Long> closings,
            int alive,
            boolean recovered,
            long missing,
            List<Double> heapMegabytes,
            double residentMegabytes,
            double cpuSeconds,
            double lagMillis,
            long blocked)
            implements Outcome {
        /** Whether every answer was one that may be given, nobody lost a connection or a message, and all is as before. */
        @Override
        public boolean isSound() {
            return ALLOWED.containsAll(byStatus(http).keySet())
                    && ALLOWED.containsAll(byStatus(bus).keySet())
                    && knocks.keySet().stream().allMatch(status -> ALLOWED.contains(status.toString()))
                    && withoutRetryAfter == 0
                    && closings.isEmpty()
                    && alive == 2
                    && recovered
                    && missing == 0;
        }

        private static Map<String, Long> byStatus(Map<String, Long> answers) {
            Map<String, Long> statuses = new TreeMap<>();
            answers.forEach((answer, n) -> statuses.merge(STATUSES.getOrDefault(answer, answer), n, Long::sum));
            return statuses;
        }

        @Override
        public String toString() {
            return String.format(
                    """
                    flood     %d batches a node, %d bus pushes unanswered, %d bytes, %d s, nodes with %s
                    answers   over HTTP %s, over the bus %s, by status
                    modest    %s by status, 99 of 100 stored within %d ms, refused within %d ms, %d without Retry-After
                    innocent  %s of %d connections lost, by code, %d messages missing
                    memory    %.0f MB in both heaps before, %.0f after; one node %.0f MB resident at most, with a heap of %d
                    nodes     %d alive, recovered: %s, %.1f CPU-seconds, loops %.0f ms late at most, %d blocked threads
                    """,
                    plan.batches(),
                    plan.unanswered(),
                    plan.bodyBytes(),
                    plan.time().toSeconds(),
                    String.join(" ", plan.options()),
                    byStatus(http),
                    byStatus(bus),
                    knocks,
                    knockMillis.get(0),
                    knockMillis.get(1),
                    withoutRetryAfter,
                    closings,
                    plan.innocents(),
                    missing,
                    heapMegabytes.get(0),
                    heapMegabytes.get(1),
                    residentMegabytes,
                    plan.heapMegabytes(),
                    alive,
                    recovered,
                    cpuSeconds,
                    lagMillis,
                    blocked);
        }
    }

    /** Runs it. */
    public static Result run(Plan plan)
            throws IOException, NotWhole, InterruptedException, ExecutionException, TimeoutException {
        Cluster.Setup setup = new Cluster.Setup(2, plan.heapMegabytes(), plan.logs(), plan.options());
        try (Cluster cluster = Cluster.start(setup);
                Swarm innocent =
                        new Swarm(cluster.sites(), Comeback.jittered(new SplittableRandom(1)), plan.innocents(), 0);
                Watch watch = new Watch(cluster.pids())) {
            return new Flood(plan, cluster, innocent).run(watch);
        }
    }

    private Result run(Watch watch) throws IOException, InterruptedException, ExecutionException, TimeoutException {
        innocent.connect("innocent", plan.innocents());
        Vitals before = cluster.collected();
        Mail mail = innocent.call(() -> new Mail(innocent.vertx(), cluster.sites(), 100));
        List<String> users = innocent.call(innocent::users).subList(0, Math.max(1, plan.innocents() / 2));
        Runnable stream = innocent.call(() -> mail.stream(users, Math.max(1, users.size() / 10), 100));
        Knock knock = innocent.call(() -> new Knock(innocent.vertx(), cluster.site(1)));
        innocent.tell(knock::start);
        innocent.tell(innocent::begin);
        Map<String, Long> http = new TreeMap<>();
        Map<String, Long> bus = flood(http);
        innocent.tell(stream);
        boolean recovered = Lookout.sees(
                RECOVERED_WITHIN, () -> innocent.call(() -> mail.missing(innocent) == 0 && knock.last() == 202));
        innocent.tell(knock::stop);
        Vitals after = cluster.collected();
        long blocked = cluster.logged("has been blocked");
        return innocent.call(() -> new Result(
                plan,
                http,
                bus,
                knock.answers(),
                List.of(knock.mostMillis()[0], knock.mostMillis()[1]),
                knock.withoutRetryAfter(),
                innocent.tally().closed(),
                cluster.running().size(),
                recovered,
                mail.missing(innocent),
                List.of(before.heapMegabytes(), after.heapMegabytes()),
                watch.mostMegabytes(),
                after.cpuSeconds() - before.cpuSeconds(),
                after.most("heartline_session_loop_lag_seconds_max") * 1_000,
                blocked));
    }

    /**
     * Floods for the time of the plan, and waits for the answers; answers what the service on the bus was answered, and fills in
     * the rest.
     */
    private Map<String, Long> flood(Map<String, Long> http)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Site first = cluster.site(1);
        try (Swarm loop = new Swarm(cluster.sites(), Comeback.jittered(new SplittableRandom(2)), 1, 0)) {
            List<Torrent> torrents = loop.call(() -> {
                List<Torrent> all = new ArrayList<>();
                cluster.sites()
                        .forEach(site ->
                                all.add(new Torrent(loop.vertx(), site, FLOODED_USERS, BATCH, plan.bodyBytes())));
                all.forEach(torrent -> torrent.start(plan.batches()));
                return all;
            });
            Map<String, Long> bus = plan.unanswered() == 0 ? rest() : service(first);
            loop.tell(() -> torrents.forEach(Torrent::stop));
            Lookout.sees(
                    RECOVERED_WITHIN,
                    () -> loop.call(() -> torrents.stream().allMatch(torrent -> torrent.unanswered() == 0)));
            loop.tell(() -> torrents.forEach(torrent -> count(torrent, http)));
            return bus;
        }
    }

    /** A batch that is still not answered makes the run unsound. */
    private static void count(Torrent torrent, Map<String, Long> http) {
        torrent.answers().forEach((answer, n) -> http.merge(answer, n, Long::sum));
        if (torrent.unanswered() > 0) {
            http.merge("unanswered", (long) torrent.unanswered(), Long::sum);
        }
    }

    private Map<String, Long> rest() throws IOException, InterruptedException {
        List<Site> starved = plan.starved() ? cluster.sites() : List.of();
        for (Site site : starved) {
            cluster.field().starve(site.name());
        }
        TimeUnit.NANOSECONDS.sleep(plan.time().toNanos());
        for (Site site : starved) {
            cluster.field().resume(site.name());
        }
        return Map.of();
    }

    private Map<String, Long> service(Site by)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (Service service = Service.join(cluster.name(), by)) {
            service.start(plan.unanswered(), FLOODED_USERS, plan.bodyBytes());
            rest();
            return service.stop();
        }
    }
}
