package io.heartline.store.partition;

import com.hazelcast.partition.PartitioningStrategy;
import io.heartline.store.memory.EntryMemory;

/**
 * Divides users into {@value #COUNT} buckets, each of which lies in one partition as a whole. Commands are committed by
 * partition: the fewer partitions the active users are spread over, the more commands share one operation and its replication.
 * The buckets are still enough to be spread evenly over the nodes.
 *
 * <p>The number of buckets decides the partition of every entry: all nodes of a cluster must have the same.
 */
public final class Buckets implements PartitioningStrategy<String> {
    static final int COUNT = EntryMemory.PARTS;

    /** The bucket of a user. */
    @Override
    public Integer getPartitionKey(String user) {
        int hash = user.hashCode() * 0x9E3779B9; // spreads names that differ in their last letter only
        return (hash >>> 16) % COUNT;
    }
}
