package io.heartline.node;

import io.heartline.api.ClusterView.Node;
import io.heartline.cluster.ClusterNode;
import io.heartline.store.memory.EntryMemory;
import io.heartline.store.partition.EntryScan;
import io.heartline.store.partition.EntryScan.Owed;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a node that leaves in its cluster while entries would end with it: the other nodes have taken no copies of them, because
 * they have no room or are not through yet. It waits without limit. Hazelcast alone would wait for a while, and leave then.
 *
 * <p>It does not wait if no other node stays. If the others vanish while it waits, it goes on waiting: they may come back. Two
 * that leave at once do so one after the other, if the others have no room.
 */
final class HandOver {
    static final Duration INTERVAL = Duration.ofSeconds(1);
    static final Duration TELLS_EVERY = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private final String self;
    private final Sight sight;
    private final InstantSource clock;
    private final Promise<Boolean> due = Promise.promise();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile boolean began;
    private volatile boolean held;
    private volatile boolean inCompany = true;
    private volatile long beganAt;
    private volatile long toldAt;

    /**
     * The questions that the node asks about itself and the others.
     *
     * @param nodes asks the nodes in sight for their states
     * @param copied checks if each entry that this node owns has its replicas
     * @param doubt the reason that the others have no room for what is held, null if they have
     * @param alone counts what is owed from entries that no other node has
     * @param ended true if the node holds nothing any more
     */
    record Sight(
            Supplier<Future<List<Node>>> nodes,
            Supplier<Future<Boolean>> copied,
            Supplier<@Nullable String> doubt,
            Supplier<Future<Owed>> alone,
            BooleanSupplier ended) {

        static Sight of(ClusterNode cluster, NodeSurvey survey, EntryMemory memory) {
            EntryScan scan = new EntryScan(cluster.hazelcast());
            return new Sight(
                    survey::nodes,
                    cluster::ownEntriesAreCopied,
                    memory::handOverDoubt,
                    () -> cluster.vertx().executeBlocking(scan::owedHereAlone, false),
                    cluster::hasEnded);
        }
    }

    /**
     * @param self the node that leaves
     * @param clock measures the time between two lines of the log
     */
    HandOver(String self, Sight sight, InstantSource clock) {
        this.self = self;
        this.sight = sight;
        this.clock = clock;
    }

    /** Looks from now on, and completes as {@link #due}. */
    Future<Boolean> await(Vertx vertx) {
        look();
        long timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> look());
        return due().onComplete(known -> vertx.cancelTimer(timer));
    }

    /** Completes when the node may leave: with true if each of its entries has a replica, with false if waiting is in vain. */
    Future<Boolean> due() {
        return due.future();
    }

    /** True from the first look on until the node may leave. */
    boolean waits() {
        return began && !due.future().isComplete();
    }

    /** Asks if the node may leave, unless the answer before is still awaited; and tells what it waits for when it is time. */
    void look() {
        if (!began) {
            beganAt = clock.millis();
            toldAt = beganAt;
            began = true;
        }
        if (due.future().isComplete()) {
            return;
        }
        if (sight.ended().getAsBoolean()) {
            due.tryComplete(false);
            return;
        }
        if (asking.compareAndSet(false, true)) {
            Future.succeededFuture()
                    .compose(now -> ask()) // also if it throws
                    .onFailure(e -> LOG.debug("Node {} can't see yet if it may leave", self, e))
                    .eventually(this::answered)
                    .onComplete(answer -> tellIfDue());
        } else {
            tellIfDue();
        }
    }

    private Future<Void> answered() {
        asking.set(false);
        return Future.succeededFuture();
    }

    private Future<Void> ask() {
        return sight.nodes().get().compose(nodes -> {
            List<Node> others =
                    nodes.stream().filter(node -> !node.node().equals(self)).toList();
            inCompany = !others.isEmpty();
            if (others.isEmpty() && held) {
                return Future.succeededFuture();
            }
            if (LossWarning.staysNobody(self, nodes)) {
                due.tryComplete(false);
                return Future.succeededFuture();
            }
            boolean mayGo = sight.doubt().get() == null || !othersGoFirst(others);
            return sight.copied().get().map(copied -> decide(copied && mayGo));
        });
    }

    /**
     * True if another node leaves before this one. Without room elsewhere, two that leave at once may be the only ones with an
     * entry; so they leave one after the other. A silent node may be about to.
     */
    private boolean othersGoFirst(List<Node> others) {
        return others.stream()
                .anyMatch(node -> node.state().equals("silent")
                        || (LossWarning.isLeaving(node) && node.node().compareTo(self) < 0));
    }

    private @Nullable Void decide(boolean copied) {
        if (!copied) {
            if (!held) {
                held = true;
                toldAt = clock.millis() - TELLS_EVERY.toMillis();
            }
        } else if (due.tryComplete(true) && held) {
            LOG.info(
                    "All that node {} holds has its replicas after {} s: it leaves",
                    self,
                    (clock.millis() - beganAt) / 1_000);
        }
        return null;
    }

    private void tellIfDue() {
        long now = clock.millis();
        if (due.future().isComplete() || now - toldAt < TELLS_EVERY.toMillis()) {
            return;
        }
        toldAt = now;
        Future.succeededFuture()
                .compose(count -> sight.alone().get())
                .otherwise(new Owed(0, 0))
                .map(this::text)
                .onSuccess(LOG::warn)
                .onFailure(e -> LOG.debug("Node {} can't say what it waits for", self, e));
    }

    private String text(Owed alone) {
        String doubt = sight.doubt().get();
        String reason = !inCompany
                ? "no other node is in sight"
                : doubt == null ? "not all of its copies are confirmed yet" : doubt;
        String held = alone.messages() == 0
                ? "Node " + self + " stays until what it holds is safe without it: " + reason
                : "Node " + self + " stays, because " + alone.messages() + " message(s) of " + alone.users()
                        + " user(s) are on no other node: " + reason;
        return held
                + ". It leaves when there is room, for example on a new node. A second signal ends it at once, and what it"
                + " alone holds with it";
    }
}
