package io.heartline.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this node's clock with the others', at the start and once a minute. A node with a wrong clock would let messages
 * expire too early or too late, so it must not submit commands.
 *
 * <p>State: owned by the context it was started on; any thread may read the result.
 */
final class ClockCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ClockCheck.class);
    private static final long EVERY_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final long SOON_MILLIS = Duration.ofSeconds(1).toMillis();
    private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(2_000);

    private final Vertx vertx;
    private final String self;
    private final Membership membership;
    private final InstantSource clock;
    private volatile boolean sound;
    private boolean told;

    ClockCheck(Vertx vertx, String self, Membership membership, InstantSource clock) {
        this.vertx = vertx;
        this.self = self;
        this.membership = membership;
        this.clock = clock;
    }

    /** Answers the others from now on, and compares. Completes once this node can be asked. */
    Future<Void> start() {
        Context context = vertx.getOrCreateContext();
        return vertx.eventBus()
                .consumer(address(self), question -> question.reply(clock.millis()))
                .completion()
                .onSuccess(listening -> context.runOnContext(v -> check()));
    }

    /** True if this node's clock agrees with the others'; false until that is known. */
    boolean isSound() {
        return sound;
    }

    private static String address(String node) {
        return "heartline.clock." + node;
    }

    private void check() {
        List<String> nodes = List.copyOf(membership.nodes());
        List<Future<Long>> offsets = nodes.stream().map(this::offsetOf).toList();
        Future.join(offsets).onComplete(asked -> {
            List<Long> known = offsets.stream()
                    .map(offset -> offset.succeeded() ? offset.result() : null)
                    .filter(Objects::nonNull)
                    .toList();
            // No other node answers: they have only just started. Ask again.
            boolean answered = known.size() > 1 || nodes.size() <= 1;
            if (answered) {
                judge(medianOf(known));
            }
            vertx.setTimer(answered ? EVERY_MILLIS : SOON_MILLIS, timer -> check());
        });
    }

    /** The milliseconds by which a node's clock is ahead of this node's. */
    private Future<Long> offsetOf(String node) {
        if (node.equals(self)) {
            return Future.succeededFuture(0L);
        }
        long asked = clock.millis();
        return vertx.eventBus().<Long>request(address(node), null, PATIENCE).map(reply -> {
            long halfway = asked + (clock.millis() - asked) / 2;
            return reply.body() - halfway;
        });
    }

    private void judge(long offset) {
        boolean near = Math.abs(offset) <= NodeTime.TOLERANCE.toMillis();
        if (!near && !told) {
            LOG.error(
                    "This node's time is {} ms {} the others', and may be {}: it carries out no command until its clock is "
                            + "set and it is started again",
                    Math.abs(offset),
                    offset < 0 ? "ahead of" : "behind",
                    NodeTime.TOLERANCE.toMillis());
        }
        told = !near;
        sound = near;
    }

    /**
     * The offset of the node in the middle.
     *
     * @param offsets oldest node first; not empty. If their number is even, the oldest counts twice: of two nodes, the
     *     newcomer must be wrong
     */
    static long medianOf(List<Long> offsets) {
        List<Long> votes = new ArrayList<>(offsets);
        if (votes.size() % 2 == 0) {
            votes.add(votes.get(0));
        }
        votes.sort(null);
        return votes.get(votes.size() / 2);
    }
}
