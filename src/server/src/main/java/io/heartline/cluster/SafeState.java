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
 * Whether all entries have all the copies they should have. Every node looks after the entries that it owns, and tells the
 * others when they ask. Any thread.
 *
 * <p>Hazelcast can ask its members the same, but looks on the threads that also handle heartbeats and the list of members,
 * and there it waits for the oldest member: where that one hangs, a few questions are enough that its heirs give each other up.
 */
final class SafeState {
    private static final DeliveryOptions PATIENCE = new DeliveryOptions().setSendTimeout(2_000);
    /** One that waits for a node that hangs, and one for who asks again. */
    private static final int THREADS = 2;

    private final Vertx vertx;
    private final String self;
    private final Membership membership;
    private final WorkerExecutor threads;
    private final SharedAnswer own;
    private final SharedAnswer all;

    /** @param ownAreCopied of the entries that this node owns; may block for a while */
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

    /** The answer of all nodes in sight, two seconds old at most; no where one does not answer. On the context of whoever asks. */
    Future<Boolean> get() {
        return all.get();
    }

    /** The same as far as it is known without waiting; no where nobody has asked yet. */
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
