package io.heartline.torture.storm;

import io.heartline.torture.Await;
import io.heartline.torture.Site;
import io.heartline.torture.field.NotWhole;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Hints are lost: the event bus to the node that holds the clients is cut, for good and in silence, while data goes on to
 * travel between the nodes. What is stored through the other node is then found by the audit of each session alone. Used
 * once.
 */
public final class LostHint {
    private static final Duration SLACK = Duration.ofSeconds(30);

    private LostHint() {}

    /**
     * What to do.
     *
     * @param clients how many wait, each for one message
     * @param auditEvery after how much quiet a session looks whether it has missed something
     * @param nodes their program, heaps and logs
     */
    public record Plan(int clients, Duration auditEvery, NodeSetup nodes) {}

    /**
     * What came of it.
     *
     * @param promptMillis how long after it was published the last of the messages came before the cut
     * @param swallowed how many bytes the cut kept from arriving
     * @param missing messages that were stored after it and did not come
     * @param spell the times that those took which came
     */
    public record Result(Plan plan, double promptMillis, long swallowed, long missing, Spell spell) implements Outcome {
        /** Whether hints were lost, and every message came nevertheless; whether in time is for the reader to judge. */
        @Override
        public boolean isSound() {
            return swallowed > 0 && missing == 0 && spell.messages() == plan.clients();
        }

        @Override
        public String toString() {
            return String.format(
                    """
                    %s
                    hints     lost to %d clients that audit every %d ms; before, the last message took %.1f ms
                    seen      %d bytes swallowed, %d messages missing
                    """, spell, plan.clients(), plan.auditEvery().toMillis(), promptMillis, swallowed, missing);
        }
    }

    /** Runs it; takes little longer than one interval. */
    public static Result run(Plan plan) throws IOException, NotWhole, InterruptedException {
        String audit = "--audit-every-millis=" + plan.auditEvery().toMillis();
        Cluster.Setup setup = new Cluster.Setup(2, plan.nodes(), List.of(audit));
        Comeback comeback = Comeback.jittered(new SplittableRandom(1));
        try (Cluster cluster = Cluster.open(setup);
                Swarm swarm = new Swarm(List.of(cluster.site(2)), comeback, plan.clients(), 0)) {
            Site holder = cluster.site(2);
            Relay relay = swarm.run(() -> Relay.open(swarm.vertx(), holder.busPort()));
            cluster.field().start(holder.name(), "--bus-public-address=" + relay.address());
            cluster.field().startAll();
            return run(plan, cluster.site(1), swarm, relay);
        }
    }

    private static Result run(Plan plan, Site publishTo, Swarm swarm, Relay relay)
            throws IOException, InterruptedException {
        swarm.connect("hint", plan.clients());
        Mail mail = swarm.call(() -> new Mail(swarm.vertx(), List.of(publishTo), 100));
        Duration most = plan.auditEvery().plus(SLACK);
        swarm.run(() -> mail.send(swarm.users()));
        Await.until(most, () -> swarm.call(() -> mail.missing(swarm)) == 0);
        long prompt = swarm.call(() -> swarm.tally().latency().getMaxValue());
        swarm.tell(() -> {
            relay.cut();
            swarm.begin();
        });
        swarm.run(() -> mail.send(swarm.users()));
        Await.until(most, () -> swarm.call(() -> mail.missing(swarm)) == 0);
        return swarm.call(() -> new Result(
                plan, prompt / 1e3, relay.swallowed(), mail.missing(swarm), Spell.of("audited", swarm.tally())));
    }
}
