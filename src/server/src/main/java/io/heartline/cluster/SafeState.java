package io.heartline.cluster;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.DeliveryOptions;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Checks if all entries of the cluster have all their replicas. Each node checks the partitions that it owns, and answers when
 * the others ask. Any thread.
 *
 * <p>Hazelcast can ask its members the same, but does so on the threads that handle heartbeats and the member list, and waits
 * there for the oldest member. If the oldest member hangs, these checks block Hazelcast's heartbeat threads, and healthy
 * members suspect each other.
 */
final class SafeState {
    private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(2_000);
    /** One thread may wait for a hung node while the other answers. */
    private static final int THREADS = 2;

    private final Vertx vertx;
    private final String self;
    private final Membership membership;
    private final WorkerExecutor threads;
    private final SharedAnswer own;
    private final SharedAnswer all;

    /** @param ownAreCopied checks the partitions that this node owns; may block for a while */
    SafeState(Vertx vertx, String self, Membership membership, InstantSource clock, BooleanSupplier ownAreCopied) {
        this.vertx = vertx;
        this.self = self;
        this.membership = membership;
        this.threads = vertx.createSharedWorkerExecutor("heartline-copies", THREADS);
        this.own = new SharedAnswer(vertx, clock, () -> threads.executeBlocking(ownAreCopied::getAsBoolean, false));
        this.all = new SharedAnswer(vertx, clock, this::askAll);
    }

    static SafeState of(
            Vertx vertx, String self, Membership membership, InstantSource clock, HazelcastInstance hazelcast) {
        return new SafeState(vertx, self, membership, clock, () -> ReplicaCheck.ownPartitionsAreReplicated(hazelcast));
    }

    /** Answers the others from now on. Completes once this node can be asked. */
    Future<Void> start() {
        return vertx.eventBus()
                .consumer(address(self), question -> own.get().onSuccess(question::reply))
                .completion();
    }

    /** The answer of all nodes in sight, two seconds old at most; no if one does not answer. On the context of the caller. */
    Future<Boolean> get() {
        return all.get();
    }

    /** The last such answer, without waiting; no if there was none yet. */
    boolean last() {
        return all.last();
    }

    private Future<Boolean> askAll() {
        List<Future<Boolean>> answers =
                membership.nodes().stream().map(this::ask).toList();
        return Future.all(answers).map(given -> answers.stream().allMatch(Future::result));
    }

    private Future<Boolean> ask(String node) {
        return node.equals(self)
                ? own.get()
                : vertx.eventBus()
                        .<Boolean>request(address(node), null, PATIENCE)
                        .map(reply -> reply.body());
    }

    private static String address(String node) {
        return "heartline.copies." + node;
    }
}
