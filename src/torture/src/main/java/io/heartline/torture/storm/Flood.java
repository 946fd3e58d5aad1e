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
 * The flood scenario: publishers push faster than the cluster stores, over HTTP and over the event bus. Each push must be stored
 * or refused, nodes must stay within their memory, and other clients must keep their connections. Used once.
 */
public final class Flood {
    private static final Duration RECOVERED_WITHIN = Duration.ofMinutes(1);
    /** The longest hang. It ends as soon as pushes are refused. */
    private static final Duration HANGS_WITHIN = Duration.ofSeconds(30);
    /** The highest number of bus pushes that a gateway has under way; it refuses the next one. */
    private static final int UNDER_WAY = 2_048;

    private static final int FLOODED_USERS = 2_000;
    private static final int BATCH = 500;

    private final Plan plan;
    private final Cluster cluster;
    private final ClientGroup bystanders;
    private final ProbePublisher probe;

    private Flood(Plan plan, Cluster cluster, ClientGroup bystanders, ProbePublisher probe) {
        this.plan = plan;
        this.cluster = cluster;
        this.bystanders = bystanders;
        this.probe = probe;
    }

    /**
     * The parameters.
     *
     * @param batches the number of batches that are under way at each of the two nodes at any time
     * @param unanswered the number of pushes that are under way over the event bus; 0 for no publisher there
     * @param bystanders the number of other clients; half of them get a message a second
     * @param partnerHangs true if the second node hangs at first, so that no push can be stored until pushes are refused
     * @param options of the nodes, besides
     * @param nodes their program, heaps and logs
     */
    public record Plan(
            int batches,
            int unanswered,
            int bodyBytes,
            int bystanders,
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

        /** Options of the nodes. A node that hangs stays a member, and one gateway has one limit for all pushes. */
        private List<String> serve() {
            List<String> all = new ArrayList<>(options);
            if (partnerHangs) {
                all.add("--cluster-silence-millis="
                        + HANGS_WITHIN.multipliedBy(2).toMillis());
                all.add("--gateways=1");
            }
            return all;
        }
    }

    /** Runs the scenario. */
    public static FloodResult run(Plan plan) throws IOException, NotWhole, InterruptedException {
        Cluster.Setup setup = new Cluster.Setup(2, plan.nodes(), plan.serve());
        try (Cluster cluster = Cluster.start(setup);
                ClientGroup bystanders = new ClientGroup(
                        cluster.sites(), ReconnectDelay.jittered(new SplittableRandom(1)), plan.bystanders(), 0);
                MemorySampler sampler = new MemorySampler(cluster.pids())) {
            ProbePublisher probe = bystanders.call(() -> new ProbePublisher(bystanders.vertx(), cluster.site(1)));
            return new Flood(plan, cluster, bystanders, probe).run(sampler);
        }
    }

    private FloodResult run(MemorySampler sampler) throws IOException, InterruptedException {
        bystanders.connect("bystander", plan.bystanders());
        NodeMetrics before = cluster.collected();
        CarefulPublisher publisher =
                bystanders.call(() -> new CarefulPublisher(bystanders.vertx(), cluster.sites(), 100));
        List<String> users = bystanders.call(bystanders::users).subList(0, Math.max(1, plan.bystanders() / 2));
        Runnable stream = bystanders.call(() -> publisher.stream(users, Math.max(1, users.size() / 10), 100));
        bystanders.tell(probe::start);
        bystanders.tell(bystanders::begin);
        Map<String, Long> http = new TreeMap<>();
        Map<String, Long> bus = flood(http);
        bystanders.tell(stream);
        boolean recovered = Await.until(
                RECOVERED_WITHIN,
                () -> bystanders.call(() -> publisher.missing(bystanders) == 0 && probe.last() == 202));
        bystanders.tell(probe::stop);
        NodeMetrics after = cluster.collected();
        long blocked = cluster.logged("has been blocked");
        return bystanders.call(() -> new FloodResult(
                plan,
                http,
                bus,
                probe.answers(),
                List.of(probe.mostMillis()[0], probe.mostMillis()[1]),
                probe.withoutRetryAfter(),
                bystanders.counters().closed(),
                cluster.running().size(),
                recovered,
                publisher.missing(bystanders),
                List.of(before.heapMegabytes(), after.heapMegabytes()),
                sampler.mostMegabytes(),
                after.cpuSeconds() - before.cpuSeconds(),
                after.most("heartline_session_loop_lag_seconds_max") * 1_000,
                blocked));
    }

    /**
     * Floods for the time of the plan, and waits for the answers.
     *
     * @param http takes the answers over HTTP
     * @return the answers over the event bus
     */
    private Map<String, Long> flood(Map<String, Long> http) throws IOException, InterruptedException {
        Site first = cluster.site(1);
        try (ClientGroup loop =
                new ClientGroup(cluster.sites(), ReconnectDelay.jittered(new SplittableRandom(2)), 1, 0)) {
            List<FloodPublisher> flooders = loop.call(() -> {
                List<FloodPublisher> all = new ArrayList<>();
                cluster.sites()
                        .forEach(site -> all.add(
                                new FloodPublisher(loop.vertx(), site, FLOODED_USERS, BATCH, plan.bodyBytes())));
                all.forEach(flooder -> flooder.start(plan.batches()));
                return all;
            });
            Map<String, Long> bus = plan.unanswered() == 0 ? rest() : service(first);
            loop.tell(() -> flooders.forEach(FloodPublisher::stop));
            Await.until(
                    RECOVERED_WITHIN,
                    () -> loop.call(() -> flooders.stream().allMatch(flooder -> flooder.unanswered() == 0)));
            loop.tell(() -> flooders.forEach(flooder -> count(flooder, http)));
            return bus;
        }
    }

    /** Adds the answers of a publisher. A batch without an answer makes the run unsound. */
    private static void count(FloodPublisher flooder, Map<String, Long> http) {
        flooder.answers().forEach((answer, n) -> http.merge(answer, n, Long::sum));
        if (flooder.unanswered() > 0) {
            http.merge("unanswered", (long) flooder.unanswered(), Long::sum);
        }
    }

    private Map<String, Long> rest() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(plan.time().toNanos());
        return Map.of();
    }

    private Map<String, Long> service(Site by) throws IOException, InterruptedException {
        try (BusFloodPublisher service = BusFloodPublisher.join(cluster.name(), by)) {
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
     * Makes the first node refuse pushes over the bus and over HTTP, at any speed of the machine. Each push needs the second node,
     * as the owner of its user or as the replica. While that node hangs no push is answered, and waiting pushes fill the first
     * node's limits.
     */
    private void overflow(BusFloodPublisher service) throws IOException, InterruptedException {
        String partner = cluster.site(2).name();
        cluster.field().stop(partner);
        try {
            service.start(plan.unanswered(), FLOODED_USERS, plan.bodyBytes());
            Await.until(
                    HANGS_WITHIN,
                    () -> service.answers().containsKey("503")
                            && bystanders.call(() -> probe.answers().containsKey(503)));
        } finally {
            cluster.field().resume(partner);
        }
    }
}
