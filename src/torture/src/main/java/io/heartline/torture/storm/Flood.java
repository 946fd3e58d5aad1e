package io.heartline.torture.storm;

import io.heartline.torture.Await;
import io.heartline.torture.Site;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Publishers push faster than the cluster stores, over HTTP and over the event bus: each push must be stored or refused,
 * nodes must stay within their memory, and clients who have nothing to do with it must keep their connections. Used once.
 */
public final class Flood {
    private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(1);
    /** The longest hang; it ends as soon as pushes are refused. */
    private static final Duration HANGS_WITHIN = Duration.ofSeconds(30);
    /** The number of pushes that a gateway has under way at most, by its code; the next one is refused. */
    private static final int UNDER_WAY = 2_048;

    private static final int FLOODED_USERS = 2_000;
    private static final int BATCH = 500;

    private final Plan plan;
    private final Cluster cluster;
    private final Swarm innocent;
    private final Knock knock;

    private Flood(Plan plan, Cluster cluster, Swarm innocent, Knock knock) {
        this.plan = plan;
        this.cluster = cluster;
        this.innocent = innocent;
        this.knock = knock;
    }

    /**
     * What to do.
     *
     * @param batches how many batches are under way at each of the two nodes at any time
     * @param unanswered how many pushes over the event bus; 0 for no service at all
     * @param innocents clients that are connected all the time; half of them get a message a second
     * @param partnerHangs whether the second node hangs at first, so that nothing can be stored until pushes are refused
     * @param options of the nodes, besides
     * @param nodes their program, heaps and logs
     */
    public record Plan(
            int batches,
            int unanswered,
            int bodyBytes,
            int innocents,
            boolean partnerHangs,
            Duration time,
            List<String> options,
            NodeSetup nodes) {
        public Plan {
            options = List.copyOf(options);
            if (partnerHangs && unanswered < 4 * UNDER_WAY) {
                throw new IllegalArgumentException("too few pushes over the bus to pass the limits of both nodes");
            }
        }

        /** Options of the nodes. A node that hangs is to stay a member, and one gateway has one limit for all its pushes. */
        private List<String> serve() {
            List<String> all = new ArrayList<>(options);
            if (partnerHangs) {
                all.add("--cluster-silence-millis=" + HANGS_WITHIN.multipliedBy(2).toMillis());
                all.add("--gateways=1");
            }
            return all;
        }
    }

    /** Runs it. */
    public static FloodResult run(Plan plan)
            throws IOException, NotWhole, InterruptedException {
        Cluster.Setup setup = new Cluster.Setup(2, plan.nodes(), plan.serve());
        try (Cluster cluster = Cluster.start(setup);
                Swarm innocent =
                        new Swarm(cluster.sites(), Comeback.jittered(new SplittableRandom(1)), plan.innocents(), 0);
                Watch watch = new Watch(cluster.pids())) {
            Knock knock = innocent.call(() -> new Knock(innocent.vertx(), cluster.site(1)));
            return new Flood(plan, cluster, innocent, knock).run(watch);
        }
    }

    private FloodResult run(Watch watch) throws IOException, InterruptedException {
        innocent.connect("innocent", plan.innocents());
        Vitals before = cluster.collected();
        Mail mail = innocent.call(() -> new Mail(innocent.vertx(), cluster.sites(), 100));
        List<String> users = innocent.call(innocent::users).subList(0, Math.max(1, plan.innocents() / 2));
        Runnable stream = innocent.call(() -> mail.stream(users, Math.max(1, users.size() / 10), 100));
        innocent.tell(knock::start);
        innocent.tell(innocent::begin);
        Map<String, Long> http = new TreeMap<>();
        Map<String, Long> bus = flood(http);
        innocent.tell(stream);
        boolean recovered = Await.until(
                RECOVERED_WITHIN, () -> innocent.call(() -> mail.missing(innocent) == 0 && knock.last() == 202));
        innocent.tell(knock::stop);
        Vitals after = cluster.collected();
        long blocked = cluster.logged("has been blocked");
        return innocent.call(() -> new FloodResult(
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
            throws IOException, InterruptedException {
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
            Await.until(
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

    private Map<String, Long> rest() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(plan.time().toNanos());
        return Map.of();
    }

    private Map<String, Long> service(Site by)
            throws IOException, InterruptedException {
        try (Service service = Service.join(cluster.name(), by)) {
            if (plan.partnerHangs()) {
                overflow(service);
            } else {
                service.start(plan.unanswered(), FLOODED_USERS, plan.bodyBytes());
            }
            rest();
            return service.stop();
        }
    }

    /**
     * Makes the first node refuse pushes, however fast it is: every push needs the second node, as the owner of its user or as
     * the replica. While that one hangs no push is answered, and pushes add up until they pass the limit.
     */
    private void overflow(Service service)
            throws IOException, InterruptedException {
        String partner = cluster.site(2).name();
        cluster.field().stop(partner);
        try {
            service.start(plan.unanswered(), FLOODED_USERS, plan.bodyBytes());
            Await.until(
                    HANGS_WITHIN,
                    () -> service.answers().containsKey("503")
                            && innocent.call(() -> knock.answers().containsKey(503)));
        } finally {
            cluster.field().resume(partner);
        }
    }
}
