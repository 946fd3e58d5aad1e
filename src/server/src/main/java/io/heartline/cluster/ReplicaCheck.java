package io.heartline.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.partition.InternalPartitionService;

/** Checks that the partitions of this member have all their replicas. */
final class ReplicaCheck {
    private ReplicaCheck() {}

    /**
     * Checks the partitions that this member owns, and asks the oldest member for pending migrations. Blocks: for at most
     * 10 s if a replica can't be compared, and for as long as the oldest member does not answer and is not removed.
     */
    static boolean ownPartitionsAreReplicated(HazelcastInstance hazelcast) {
        return ((InternalPartitionService) HazelcastInternals.of(hazelcast).getPartitionService()).isMemberStateSafe();
    }
}
