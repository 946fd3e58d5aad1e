package io.heartline.store.partition;

import com.hazelcast.config.Config;
import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.ListenerConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MetadataPolicy;
import com.hazelcast.config.PartitioningStrategyConfig;
import com.hazelcast.spi.impl.NodeEngine;
import io.heartline.cluster.MembershipView;
import io.heartline.store.codec.FormatVersion;
import io.heartline.store.codec.StoreIds;
import io.heartline.store.memory.EntryMemory;
import io.heartline.store.split.SplitMergeListener;
import io.heartline.store.split.StoredFormat;
import io.heartline.store.split.UserMergePolicy;
import java.util.function.BooleanSupplier;

/** The configuration of a Hazelcast member that holds entries. */
public final class UserMap {
    private UserMap() {}

    /**
     * Puts into the member's configuration all that the store relies on: the map, the serializers, and how long a copy may
     * take to be acknowledged. The map is protected by the quorum that {@link MembershipView#requireNodes} has set.
     *
     * @param backups the number of replicas of an entry besides the owner's
     */
    public static void configure(Config config, int backups) {
        MapConfig map = map(backups);
        if (config.getSplitBrainProtectionConfigs().containsKey(MembershipView.QUORUM)) {
            map.setSplitBrainProtectionName(MembershipView.QUORUM);
        }
        config.addMapConfig(map);
        config.getMemberAttributeConfig().setAttribute(StoredFormat.ATTRIBUTE, String.valueOf(FormatVersion.NEWEST));
        config.addListenerConfig(new ListenerConfig(new SplitMergeListener()));
        config.getUserContext().put(HeapGuard.KEY, HeapGuard.ofProcess());
        EntryMemory.configure(config, backups);
        StoreSerializers.register(config.getSerializationConfig());
        // An answer without all replicas would promise too much: the outcome is unknown then, and the batch is retried.
        config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
        // A change that is lost while its partition moves costs an attempt this long and up to a second more. That
        // leaves time for further attempts within the deadline of 8 s. With less, an overloaded node would repeat
        // what is only late. A hung node is removed within about 6 s, which the queues notice by themselves.
        config.setProperty("hazelcast.operation.backup.timeout.millis", "2000");
        // Backpressure would block callers, which are event loops; InFlightLimit bounds what is under way.
        config.setProperty("hazelcast.backpressure.enabled", "false");
        moveInSmallParts(config);
    }

    /** The heap guard of a member, true while nothing new should be stored; false for a member without one. */
    static BooleanSupplier fullness(NodeEngine engine) {
        Object guard = engine.getHazelcastInstance().getUserContext().get(HeapGuard.KEY);
        return guard instanceof BooleanSupplier full ? full : () -> false;
    }

    /**
     * Bounds the heap that partitions on their way take, by default up to 250 MB each. A part is encoded on one node while it
     * is decoded on another.
     */
    private static void moveInSmallParts(Config config) {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        config.setProperty(
                "hazelcast.partition.migration.chunks.max.migrating.data.in.mb",
                Long.toString(between(1, megabytes / 128, 50)));
        config.setProperty(
                "hazelcast.partition.max.parallel.migrations", Long.toString(between(2, megabytes / 64, 10)));
        config.setProperty(
                "hazelcast.partition.max.parallel.replications", Long.toString(between(1, megabytes / 128, 5)));
    }

    private static long between(long least, long wanted, long most) {
        return Math.max(least, Math.min(wanted, most));
    }

    private static MapConfig map(int backups) {
        return new MapConfig(StoreIds.MAP)
                // A command costs no serialization; safe because the values are immutable.
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setPartitioningStrategyConfig(new PartitioningStrategyConfig(new Buckets()))
                .setBackupCount(backups)
                .setAsyncBackupCount(0)
                .setReadBackupData(false)
                .setEvictionConfig(new EvictionConfig()
                        .setEvictionPolicy(EvictionPolicy.NONE)
                        .setMaxSizePolicy(MaxSizePolicy.PER_NODE)
                        .setSize(Integer.MAX_VALUE))
                .setTimeToLiveSeconds(0)
                .setMaxIdleSeconds(0)
                .setStatisticsEnabled(false)
                .setPerEntryStatsEnabled(false)
                .setMetadataPolicy(MetadataPolicy.OFF)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(UserMergePolicy.class.getName()));
    }
}
