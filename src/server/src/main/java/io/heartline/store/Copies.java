package io.heartline.store;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.internal.partition.InternalPartitionService;

/** Whether entries have the copies that they should have. */
public final class Copies {
    private Copies() {}

    /**
     * Looks at the entries that this member owns, and asks the oldest member whether partitions are on their way. Blocks: for
     * 10 s at most where a copy can't be compared, and as long as the oldest does not answer and is not given up.
     */
    public static boolean ofOwnAreMade(HazelcastInstance hazelcast) {
        return ((InternalPartitionService) Engine.of(hazelcast).getPartitionService()).isMemberStateSafe();
    }
}
