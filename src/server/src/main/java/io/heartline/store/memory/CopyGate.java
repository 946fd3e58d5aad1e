package io.heartline.store.memory;

import com.hazelcast.internal.partition.MigrationAwareService;
import com.hazelcast.internal.partition.MigrationEndpoint;
import com.hazelcast.internal.partition.PartitionMigrationEvent;
import com.hazelcast.internal.partition.PartitionReplicationEvent;
import com.hazelcast.internal.services.ManagedService;
import com.hazelcast.spi.impl.NodeEngine;
import com.hazelcast.spi.impl.operationservice.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses partitions that this member can't hold, when their migration to it begins. Hazelcast then leaves them where they
 * are, reports that replicas are missing, and tries again after some seconds. A service of the member, called on the threads
 * of partitions.
 */
final class CopyGate implements MigrationAwareService, ManagedService {
    static final String NAME = "heartline:copies";

    private static final Logger LOG = LoggerFactory.getLogger(CopyGate.class);
    private static final long WARNING_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final EntryMemory memory;
    /** The number of parts in each partition that is on its way. */
    private final Map<Integer, Integer> arriving = new ConcurrentHashMap<>();
    /** The number of parts in each partition that has any. */
    private volatile Map<Integer, Integer> parts = Map.of();

    private volatile @Nullable NodeEngine engine;
    private volatile long warnedAt = System.nanoTime() - WARNING_NANOS;

    CopyGate(EntryMemory memory) {
        this.memory = memory;
    }

    @Override
    public void init(NodeEngine nodeEngine, Properties properties) {
        engine = nodeEngine;
        Map<Integer, Integer> counts = new HashMap<>();
        for (int part = 0; part < LossReserve.PARTS; part++) {
            counts.merge(nodeEngine.getPartitionService().getPartitionId((Object) part), 1, Integer::sum);
        }
        parts = Map.copyOf(counts);
    }

    @Override
    public void beforeMigration(PartitionMigrationEvent event) {
        int more = partsBroughtBy(event);
        if (more == 0) {
            return;
        }
        int all = more + arriving.values().stream().mapToInt(count -> count).sum();
        if (!memory.fitsCopies(all)) {
            warn();
            throw new CopyRefused();
        }
        arriving.put(event.getPartitionId(), more);
    }

    /** The number of parts that come to this member, of which it has no replica. */
    private int partsBroughtBy(PartitionMigrationEvent event) {
        return event.getMigrationEndpoint() == MigrationEndpoint.DESTINATION && event.getCurrentReplicaIndex() == -1
                ? parts.getOrDefault(event.getPartitionId(), 0)
                : 0;
    }

    private void warn() {
        long now = System.nanoTime();
        if (now - warnedAt >= WARNING_NANOS) {
            warnedAt = now;
            LOG.warn(
                    "This node has no memory left for more copies: it takes none until there is room, and is not safe");
        }
    }

    @Override
    public void commitMigration(PartitionMigrationEvent event) {
        Integer arrived = arriving.remove(event.getPartitionId());
        if (arrived != null) {
            memory.onCopiesArrived(
                    arrived,
                    EntryCount.of(Objects.requireNonNull(engine), event.getPartitionId())
                            .held());
        }
    }

    @Override
    public void rollbackMigration(PartitionMigrationEvent event) {
        arriving.remove(event.getPartitionId());
    }

    @Override
    public @Nullable Operation prepareReplicationOperation(PartitionReplicationEvent event) {
        return null; // it holds no data of its own
    }

    @Override
    public void reset() {
        arriving.clear();
    }

    @Override
    public void shutdown(boolean terminate) {
        arriving.clear();
    }
}
