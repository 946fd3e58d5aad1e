package io.heartline.store;

import com.hazelcast.cluster.Address;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.partition.IPartition;
import com.hazelcast.internal.partition.IPartitionService;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.map.impl.MapService;
import com.hazelcast.spi.impl.NodeEngine;
import io.heartline.cluster.HazelcastInternals;
import io.heartline.store.StoreException.Kind;
import io.heartline.store.codec.FormatVersion;
import io.heartline.store.partition.ApplyCommands;
import io.heartline.store.partition.BatchOutcomes;
import io.heartline.store.partition.Buckets;
import io.heartline.store.partition.UserMap;
import io.heartline.store.split.StoredFormat;
import io.heartline.user.DisconnectUser;
import io.heartline.user.UserCommand;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The store of a cluster. Entries are in a Hazelcast map: the owner of a partition applies commands, and its replicas have the
 * change before the answer. One for each event loop, called only there.
 *
 * <p>Group commit: commands are queued by partition, one batch of each partition is sent at a time, and the next takes all
 * that has gathered meanwhile. Each command is answered by its deadline, whatever happens to the batch.
 *
 * <ul>
 *   <li>An answer that tells of stored messages or positions is given when all replicas on members in sight have acknowledged.
 *   <li>After a lost owner, a missing acknowledgement or a migration, the same commands are sent again until the deadline. A
 *       command that had been applied answers as it does to a repetition (a push says {@code duplicate}).
 *   <li>{@code UNAVAILABLE} is said only of a command that no attempt can have applied.
 *   <li>Later commands of a user wait while an earlier one is retried. One whose deadline passes meanwhile ends as
 *       {@code UNAVAILABLE}.
 * </ul>
 */
public final class HazelcastUserStore implements UserStore {
    private static final Buckets BUCKETS = new Buckets();

    private final Context owner;
    private final NodeEngine engine;
    private final StoredFormat format;
    private final BooleanSupplier mayServe;
    private final PartitionQueues queues;

    /**
     * @param hazelcast a member whose configuration went through {@link UserMap#configure}
     * @param owner the event loop that calls the store and that it answers on
     */
    public HazelcastUserStore(HazelcastInstance hazelcast, Context owner, StoreConfig config, StoreContext here) {
        this.owner = owner;
        this.engine = HazelcastInternals.of(hazelcast);
        this.format = StoredFormat.of(hazelcast);
        this.mayServe = here.mayServe();
        IPartitionService partitions = engine.getPartitionService();
        this.queues = new PartitionQueues(
                new PartitionQueues.QueueContext(Loop.of(owner), config, here),
                new PartitionQueues.Partitions(
                        partitions.getPartitionCount(),
                        partition -> Replicas.of(partitions.getPartition(partition)),
                        partitions::getPartitionStateStamp,
                        engine::isRunning),
                this::send);
    }

    /** The nodes on which a partition lies: all of them must acknowledge before a batch is answered. */
    private record Replicas(
            @Nullable Address owner,
            @Nullable Address copy,
            @Nullable Address secondCopy) {

        static Replicas of(IPartition partition) {
            return new Replicas(
                    partition.getReplicaAddress(0), partition.getReplicaAddress(1), partition.getReplicaAddress(2));
        }
    }

    @Override
    public <R> Future<R> submit(String user, UserCommand<R> command) {
        assert ((ContextInternal) owner).inThread() : "a store belongs to one event loop";
        if (!mayServe.getAsBoolean() || !engine.isRunning()) {
            return Future.failedFuture(
                    new StoreException(Kind.UNAVAILABLE, "This node serves nobody now; the command was not applied."));
        }
        if (command instanceof DisconnectUser && format.commandVersion() < FormatVersion.WITH_CUTOFF) {
            return Future.failedFuture(
                    new StoreException(Kind.UNAVAILABLE, "This is possible once all nodes are upgraded."));
        }
        Data key = engine.getSerializationService().toData(user, BUCKETS);
        return queues.submit(engine.getPartitionService().getPartitionId(key), key, command);
    }

    /** One attempt: sent once, to the present owner. The queue decides if there is another. */
    private Future<BatchOutcomes> send(int partition, CommandBatch batch) {
        try {
            CompletionStage<BatchOutcomes> invocation = engine.getOperationService()
                    .createInvocationBuilder(
                            MapService.SERVICE_NAME,
                            new ApplyCommands(batch.users(), batch.commands(), format.commandVersion()),
                            partition)
                    .setTryCount(1)
                    .setCallTimeout(PartitionQueue.CALL_TIMEOUT_MILLIS)
                    .setFailOnIndeterminateOperationState(true)
                    .invoke();
            return onLoop(invocation);
        } catch (RuntimeException refused) {
            return Future.failedFuture(refused);
        }
    }

    /**
     * The one place where answers cross to the event loop. They are handed straight to it: without an executor, a stage uses
     * the default one, which on a machine with two cores starts a thread for each answer.
     */
    private <T> Future<T> onLoop(CompletionStage<T> stage) {
        Promise<T> promise = Promise.promise();
        CompletionStage<T> unused =
                stage.whenCompleteAsync(promise::complete, task -> owner.runOnContext(turn -> task.run()));
        return promise.future();
    }
}
