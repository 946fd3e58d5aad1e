package io.heartline.store;

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
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.spi.impl.NodeEngine;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import java.util.function.BooleanSupplier;

/** What a Hazelcast member must be told so that it keeps the users' entries as {@link UserStore} promises. */
public final class UserMap {
    /** The map of the entries, by user. */
    public static final String NAME = "heartline.users";
    /** The member attribute that carries the node's id, which is fresh for every start of a process. */
    public static final String NODE_ATTRIBUTE = "heartline.node";
    /** By which name the member's split-brain protection knows whether enough nodes are in sight. */
    public static final String QUORUM = "heartline.quorum";

    private UserMap() {}

    /**
     * Puts into the member's configuration all that the store relies on: the map, its quorum, the serializers, and how
     * long a copy may take to be acknowledged.
     */
    public static void configure(Config config, StoreConfig store) {
        config.addMapConfig(config(store));
        config.getMemberAttributeConfig().setAttribute(StoredFormat.ATTRIBUTE, String.valueOf(StoredFormat.NEWEST));
        config.addListenerConfig(new ListenerConfig(new SplitMergeListener()));
        config.getUserContext().put(Headroom.KEY, Headroom.ofProcess());
        if (store.minNodes() > 1) {
            config.addSplitBrainProtectionConfig(quorum(store));
        }
        StoreSerializers.register(config.getSerializationConfig());
        // Never an answer with a copy less than there should be: an unacknowledged copy is an unknown outcome, and
        // retried.
        config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
        // A copy that is lost while its partition moves costs an attempt this long and up to a second more, which
        // leaves
        // time for others within the deadline of 8 s. Less would make an overloaded node repeat what is only late. A
        // hung
        // node is expelled within some 6 s, and lanes see that by themselves.
        config.setProperty("hazelcast.operation.backup.timeout.millis", "2000");
        // It would make callers wait for their turn, and they are event loops; the lanes bound what is out.
        config.setProperty("hazelcast.backpressure.enabled", "false");
    }

    /** What says whether a member has no memory for more. */
    static BooleanSupplier fullness(NodeEngine engine) {
        Object headroom = engine.getHazelcastInstance().getUserContext().get(Headroom.KEY);
        return headroom instanceof BooleanSupplier full ? full : () -> false;
    }

    /** The map of the entries. */
    public static MapConfig config(StoreConfig store) {
        MapConfig map = new MapConfig(NAME)
                // A command costs no serialization; safe because the values are immutable.
                .setInMemoryFormat(InMemoryFormat.OBJECT)
                .setPartitioningStrategyConfig(new PartitioningStrategyConfig(new Buckets()))
                .setBackupCount(store.backups())
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
        return store.minNodes() > 1 ? map.setSplitBrainProtectionName(QUORUM) : map;
    }

    /** Hazelcast counts only members that hold data. */
    private static SplitBrainProtectionConfig quorum(StoreConfig store) {
        return new SplitBrainProtectionConfig(QUORUM, true, store.minNodes())
                .setProtectOn(SplitBrainProtectionOn.READ_WRITE);
    }
}
