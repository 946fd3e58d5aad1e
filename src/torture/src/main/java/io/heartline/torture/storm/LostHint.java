package io.heartline.torture.storm;

import io.heartline.torture.Await;
import io.heartline.torture.Site;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The lost-hint scenario: the event bus to the node of the clients is cut without an error, while replication between the nodes
 * goes on. Only the audit of each session then finds messages that are stored through the other node. Used once.
 */
public final class LostHint {
    private static final Duration SLACK = Duration.ofSeconds(30);

    private LostHint() {}

    /**
     * The parameters.
     *
     * @param clients the number of clients; each waits for one message
     * @param auditEvery the interval of the audit of a quiet session
     * @param nodes their program, heaps and logs
     */
    public record Plan(int clients, Duration auditEvery, NodeSetup nodes) {}

    /**
     * The result.
     *
     * @param promptMillis the time until the last message arrived before the cut
     * @param swallowed the number of bytes that the cut dropped
     * @param missing the number of messages that were stored after the cut and did not arrive
     * @param sample the latency of those that arrived
     */
    public record Result(Plan plan, double promptMillis, long swallowed, long missing, LatencySample sample)
            implements StormResult {
        /** True if hints were lost and every message arrived. The time is not judged. */
        @Override
        public boolean isSound() {
            return swallowed > 0 && missing == 0 && sample.messages() == plan.clients();
        }

        @Override
        public String toString() {
            return String.format(
                    """
                    %s
                    hints     lost for %d clients that audit every %d ms; before the cut, the last message took %.1f ms
                    seen      %d bytes dropped, %d messages missing
                    """, sample, plan.clients(), plan.auditEvery().toMillis(), promptMillis, swallowed, missing);
        }
    }

    /** Runs the scenario, which takes a little longer than one interval. */
    public static Result run(Plan plan) throws IOException, NotWhole, InterruptedException {
        String audit = "--audit-every-millis=" + plan.auditEvery().toMillis();
        Cluster.Setup setup = new Cluster.Setup(2, plan.nodes(), List.of(audit));
        ReconnectDelay reconnectDelay = ReconnectDelay.jittered(new SplittableRandom(1));
        try (Cluster cluster = Cluster.open(setup);
                ClientGroup group = new ClientGroup(List.of(cluster.site(2)), reconnectDelay, plan.clients(), 0)) {
            Site holder = cluster.site(2);
            Relay relay = group.run(() -> Relay.open(group.vertx(), holder.busPort()));
            cluster.field().start(holder.name(), "--bus-public-address=" + relay.address());
            cluster.field().startAll();
            return run(plan, cluster.site(1), group, relay);
        }
    }

    private static Result run(Plan plan, Site publishTo, ClientGroup group, Relay relay)
            throws IOException, InterruptedException {
        group.connect("hint", plan.clients());
        CarefulPublisher publisher = group.call(() -> new CarefulPublisher(group.vertx(), List.of(publishTo), 100));
        Duration most = plan.auditEvery().plus(SLACK);
        group.run(() -> publisher.send(group.users()));
        Await.until(most, () -> group.call(() -> publisher.missing(group)) == 0);
        long prompt = group.call(() -> group.counters().latency().getMaxValue());
        group.tell(() -> {
            relay.cut();
            group.begin();
        });
        group.run(() -> publisher.send(group.users()));
        Await.until(most, () -> group.call(() -> publisher.missing(group)) == 0);
        return group.call(() -> new Result(
                plan,
                prompt / 1e3,
                relay.swallowed(),
                publisher.missing(group),
                LatencySample.of("audited", group.counters())));
    }
}
