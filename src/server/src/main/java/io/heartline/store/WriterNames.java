package io.heartline.store;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.cluster.ClusterService;
import com.hazelcast.internal.partition.InternalPartitionService;
import com.hazelcast.internal.partition.PartitionReplica;
import com.hazelcast.spi.impl.NodeEngine;
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
 * Under which name a node counts the numbers that it gives out as the owner of entries, and those that it answers for: its
 * id and, in short, which nodes have the copies of the partition at that moment.
 *
 * <p>What is answered under a name is answered when all those copies have it. So a number that was counted under a name, and
 * that none of the nodes with the copies knows of, was never told to anybody: the owner was cut off or hung already, and did
 * not know it yet. Once it knows, it answers with fewer copies, and under another name: that may have been told. A merge
 * after the split keeps the two apart.
 *
 * <p>State: the names of this member, as many as it has had lately. Threads of partitions ask, each of its own one; who
 * merges asks too.
 */
final class WriterNames {
    static final String KEY = "heartline.names";
    private static final int MOST = 256;

    /** The table of partitions, as it is at this moment. */
    interface Table {
        /** Who has the n-th copy, from 1; null for nobody. */
        @Nullable
        PartitionReplica copy(int partition, int n);
    }

    private record Named(List<String> copies, String name) {}

    private final String self;
    private final int backups;
    private final Table table;
    private final Function<UUID, @Nullable String> nodes;
    private final AtomicReferenceArray<@Nullable Named> last;
    private final Map<String, Set<String>> holders = new LinkedHashMap<>(); // guarded by this

    /**
     * @param self id of this node
     * @param partitions how many there are
     * @param backups how many copies there are at most
     * @param nodes the id of the node that a member is; null where it is not in sight
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
            return member == null ? null : Views.idOf(member);
        });
    }

    /** Of a member that looks for the others so. */
    static WriterNames of(NodeEngine engine, Function<UUID, @Nullable String> nodes) {
        InternalPartitionService partitions = (InternalPartitionService) engine.getPartitionService();
        return new WriterNames(
                Views.idOf(engine.getLocalMember()),
                partitions.getPartitionCount(),
                engine.getConfig().getMapConfig(UserMap.NAME).getTotalBackupCount(),
                (partition, n) -> partitions.getPartition(partition, false).getReplica(n),
                nodes);
    }

    static WriterNames of(HazelcastInstance hazelcast) {
        return (WriterNames) hazelcast.getUserContext().computeIfAbsent(KEY, key -> of(Engine.of(hazelcast)));
    }

    /** The name that counts in a partition now. */
    String of(int partition) {
        List<String> copies = copies(partition);
        Named named = last.get(partition);
        if (named != null && named.copies().equals(copies)) {
            return named.name();
        }
        List<String> ids = copies.stream().sorted().toList();
        String name = self + "/" + Integer.toString(String.join(",", ids).hashCode() & Integer.MAX_VALUE, 36);
        remember(name, Set.copyOf(ids));
        last.set(partition, new Named(copies, name));
        return name;
    }

    /** The nodes whose copies are waited for. A member out of sight is not, also where the table still has it. */
    private List<String> copies(int partition) {
        List<String> copies = new ArrayList<>(backups);
        for (int n = 1; n <= backups; n++) {
            PartitionReplica copy = table.copy(partition, n);
            String node = copy == null ? null : nodes.apply(copy.uuid());
            if (node != null) {
                copies.add(node);
            }
        }
        return copies;
    }

    private synchronized void remember(String name, Set<String> ids) {
        holders.remove(name);
        holders.put(name, ids);
        if (holders.size() > MOST) {
            holders.remove(holders.keySet().iterator().next());
        }
    }

    /** The names under which this member counted while any of these nodes had the copies. */
    synchronized Set<String> countingOn(Set<String> others) {
        return holders.entrySet().stream()
                .filter(name -> name.getValue().stream().anyMatch(others::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
