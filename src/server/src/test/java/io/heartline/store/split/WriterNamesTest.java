package io.heartline.store.split;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.cluster.Address;
import com.hazelcast.internal.partition.PartitionReplica;
import io.heartline.user.Writer;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Writer names of node-1, which depend on the members that hold a replica. */
class WriterNamesTest {
    private static final int PARTITION = 7;

    private final Map<UUID, String> members = new HashMap<>();
    private final Map<Integer, List<PartitionReplica>> copies = new HashMap<>();
    private final WriterNames names = new WriterNames(
            "node-1",
            16,
            2,
            (partition, n) -> {
                List<PartitionReplica> known = copies.getOrDefault(partition, List.of());
                return n <= known.size() ? known.get(n - 1) : null;
            },
            members::get);

    private PartitionReplica member(String node) {
        UUID uuid = new UUID(0, node.hashCode());
        members.put(uuid, node);
        return new PartitionReplica(new Address(InetAddress.getLoopbackAddress(), 5701), uuid);
    }

    @Test
    void aNameSaysWhoseItIsAndStaysWhileTheCopiesDo() {
        copies.put(PARTITION, List.of(member("node-2")));

        assertThat(names.of(PARTITION).node()).isEqualTo("node-1");
        assertThat(names.of(PARTITION)).isEqualTo(names.of(PARTITION));
    }

    @Test
    void withoutACopyItIsAnotherNameThatCountsOnNobody() {
        copies.put(PARTITION, List.of(member("node-2")));
        Writer with = names.of(PARTITION);
        copies.put(PARTITION, List.of());
        Writer without = names.of(PARTITION);

        assertThat(without).isNotEqualTo(with);
        assertThat(names.replicatedOn(Set.of("node-2", "node-3"))).containsExactly(with);
    }

    @Test
    void partitionsWithTheSameCopiesHaveOneNameInWhateverOrderTheyAre() {
        copies.put(1, List.of(member("node-2"), member("node-3")));
        copies.put(2, List.of(member("node-3"), member("node-2")));
        copies.put(3, List.of(member("node-2")));

        assertThat(names.of(1)).isEqualTo(names.of(2)).isNotEqualTo(names.of(3));
        assertThat(names.replicatedOn(Set.of("node-3"))).containsExactly(names.of(1));
    }

    /** The owner does not wait for this replica, so its answers may have reached publishers. */
    @Test
    void aCopyOnAMemberThatIsNotInSightDoesNotCount() {
        copies.put(PARTITION, List.of(member("node-2"), member("node-3")));
        Writer both = names.of(PARTITION);
        members.values().remove("node-2");
        Writer one = names.of(PARTITION);

        assertThat(one).isNotEqualTo(both);
        assertThat(names.replicatedOn(Set.of("node-2"))).containsExactly(both);
        assertThat(names.replicatedOn(Set.of("node-3"))).containsExactlyInAnyOrder(both, one);
    }
}
