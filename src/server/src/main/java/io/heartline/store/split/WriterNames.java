package io.heartline.store.split;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.cluster.ClusterService;
import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.internal.partition.PartitionReplica;
import com.hazelcast.spi.impl.NodeEngine;
import io.heartline.cluster.HazelcastInternals;
import io.heartline.cluster.MembershipView;
import io.heartline.store.codec.StoreIds;
import io.heartline.user.NodeSet;
import io.heartline.user.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names this member as a {@link Writer} of the entries that it owns: by its id, and by the nodes that hold the replicas of the
 * partition at that moment.
 *
 * <p>An answer under a name is given when all these replicas have the write. So a write that none of its replicas has was
 * never acknowledged: its owner hung or was cut off, and did not know it yet. Once it knows, it answers with fewer replicas,
 * and is another writer: what it writes then may be acknowledged. A merge after the split keeps the two apart.
 *
 * <p>State: the latest names of this member. Partition threads ask, each for its own partition; a merge asks too.
 */
public final class WriterNames {
    public static final String KEY = "heartline.names";
    private static final int MOST = 256;

    /** The table of partitions at this moment. */
    interface Table {
        /** The holder of the n-th replica, from 1; null if there is none. */
        @Nullable
        PartitionReplica replica(int partition, int n);
    }

    private record Named(List<String> replicas, Writer writer) {}

    private final String self;
    private final int backups;
    private final Table table;
    private final Function<UUID, @Nullable String> nodes;
    private final AtomicReferenceArray<@Nullable Named> last;
    private final Map<Writer, Set<String>> holders = new LinkedHashMap<>(); // guarded by this

    /**
     * @param self id of this node
     * @param partitions their number
     * @param backups the number of replicas that a partition has at most
     * @param nodes gives the id of the node that a member is; null if it is not in sight
     */
    WriterNames(String self, int partitions, int backups, Table table, Function<UUID, @Nullable String> nodes) {
        this.self = self;
        this.backups = backups;
        this.table = table;
        this.nodes = nodes;
        this.last = new AtomicReferenceArray<>(partitions);
    }

    private static WriterNames of(NodeEngine engine) {
        ClusterService cluster = engine.getClusterService();
        return of(engine, uuid -> {
            Member member = cluster.getMember(uuid);
            return member == null ? null : MembershipView.nodeOf(member);
        });
    }

    /** For a member that sees these other nodes. */
    public static WriterNames of(NodeEngine engine, Function<UUID, @Nullable String> nodes) {
        InternalPartitionService partitions = (InternalPartitionService) engine.getPartitionService();
        return new WriterNames(
                MembershipView.nodeOf(engine.getLocalMember()),
                partitions.getPartitionCount(),
                engine.getConfig().getMapConfig(StoreIds.MAP).getTotalBackupCount(),
                (partition, n) -> partitions.getPartition(partition, false).getReplica(n),
                nodes);
    }

    public static WriterNames of(HazelcastInstance hazelcast) {
        return (WriterNames)
                hazelcast.getUserContext().computeIfAbsent(KEY, key -> of(HazelcastInternals.of(hazelcast)));
    }

    /** This member as the writer in a partition now. */
    public Writer of(int partition) {
        List<String> replicas = replicas(partition);
        Named named = last.get(partition);
        if (named != null && named.replicas().equals(replicas)) {
            return named.writer();
        }
        Writer writer = new Writer(self, NodeSet.of(replicas));
        remember(writer, Set.copyOf(replicas));
        last.set(partition, new Named(replicas, writer));
        return writer;
    }

    /** The nodes whose replicas are waited for. A member out of sight is not, also while the table still has it. */
    private List<String> replicas(int partition) {
        List<String> replicas = new ArrayList<>(backups);
        for (int n = 1; n <= backups; n++) {
            PartitionReplica replica = table.replica(partition, n);
            String node = replica == null ? null : nodes.apply(replica.uuid());
            if (node != null) {
                replicas.add(node);
            }
        }
        return replicas;
    }

    private synchronized void remember(Writer writer, Set<String> ids) {
        holders.remove(writer);
        holders.put(writer, ids);
        if (holders.size() > MOST) {
            holders.remove(holders.keySet().iterator().next());
        }
    }

    /** This member as the writer that it was while any of these nodes held a replica. */
    public synchronized Set<Writer> replicatedOn(Set<String> others) {
        return holders.entrySet().stream()
                .filter(writer -> writer.getValue().stream().anyMatch(others::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
