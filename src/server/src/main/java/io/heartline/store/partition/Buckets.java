package io.heartline.store.partition;

import com.hazelcast.partition.PartitioningStrategy;

/**
 * Puts users into few buckets, each of which lies in one partition as a whole. Commands are committed by partition: the
 * fewer partitions the users of the moment are spread over, the more commands share one operation and its copies. There
 * are enough buckets for the nodes to share them out evenly.
 *
 * <p>The number is part of where every entry lies: all nodes of a cluster must have the same.
 */
public final class Buckets implements PartitioningStrategy<String> {
    static final int COUNT = 32;

    /** The bucket that a user is in. */
    @Override
    public Integer getPartitionKey(String user) {
        int hash = user.hashCode() * 0x9E3779B9; // spreads names that differ in their last letter only
        return (hash >>> 16) % COUNT;
    }
}
