package io.heartline.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.DiscoveryStrategyConfig;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.spi.merge.DiscardMergePolicy;
import com.hazelcast.spi.properties.ClusterProperty;
import com.hazelcast.spi.properties.HazelcastProperty;
import io.heartline.cluster.ClusterConfig.Timing;
import java.time.Duration;

/** The configuration of Hazelcast, all of it in Java: no file and no system property is read for it. */
final class HazelcastConfig {
    /** The member attribute in which Vert.x looks for its own node id. */
    static final String VERTX_NODE_ATTRIBUTE = "__vertx.nodeId";

    private HazelcastConfig() {}

    /** Everything but the maps that hold users. */
    static Config of(ClusterConfig cluster, String node) {
        SteadyClock.install();
        Config config =
                new Config("heartline-" + node).setClusterName(cluster.trust().groupName(cluster.clusterName()));
        network(config, cluster);
        join(config, cluster);
        timing(config, cluster.timing());
        quiet(config);
        bus(config);
        MembershipView.requireNodes(config, cluster.minNodes());
        config.getMemberAttributeConfig()
                .setAttribute(MembershipView.NODE_ATTRIBUTE, node)
                .setAttribute(VERTX_NODE_ATTRIBUTE, node);
        config.getSerializationConfig().setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
        return config;
    }

    /**
     * A socket for members alone. With Hazelcast's default socket, a connection to a hung member blocks its thread until the
     * first bytes are answered. Other connections of that thread starve, and unrelated heartbeats stop
     * (hazelcast/hazelcast#26473, as in 5.7.0).
     */
    private static void network(Config config, ClusterConfig cluster) {
        ServerSocketEndpointConfig members = new ServerSocketEndpointConfig()
                .setPort(cluster.cluster().port())
                .setPortAutoIncrement(false)
                .setReuseAddress(true);
        // The address to bind: by default Hazelcast would guess one, and listen on all.
        config.setProperty("hazelcast.local.localAddress", cluster.cluster().host());
        set(config, ClusterProperty.SOCKET_BIND_ANY, "false");
        String reachable = cluster.cluster().publicAddress();
        if (reachable != null) {
            members.setPublicAddress(reachable);
        }
        config.getAdvancedNetworkConfig().setEnabled(true).setMemberEndpointConfig(members);
    }

    private static void join(Config config, ClusterConfig cluster) {
        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        String dns = cluster.join().dns();
        if (dns == null) {
            join.getTcpIpConfig()
                    .setEnabled(true)
                    .setMembers(cluster.join().members())
                    .setConnectionTimeoutSeconds(2); // the time for which nodes that start together look for each other
            return;
        }
        set(config, ClusterProperty.DISCOVERY_SPI_ENABLED, "true");
        join.getDiscoveryConfig()
                .addDiscoveryStrategyConfig(new DiscoveryStrategyConfig(
                        new DnsDiscovery(dns, cluster.cluster().port())));
    }

    private static void timing(Config config, Timing timing) {
        set(config, ClusterProperty.HEARTBEAT_INTERVAL_SECONDS, timing.heartbeat());
        set(config, ClusterProperty.MAX_NO_HEARTBEAT_SECONDS, timing.silence());
        // If two members can't reach each other and the oldest reaches both, it removes one of them.
        // Otherwise both would stay, and neither could replicate to the other.
        set(config, ClusterProperty.PARTIAL_MEMBER_DISCONNECTION_RESOLUTION_HEARTBEAT_COUNT, "3");
        set(config, ClusterProperty.MERGE_FIRST_RUN_DELAY_SECONDS, timing.mergeDelay());
        set(config, ClusterProperty.MERGE_NEXT_RUN_DELAY_SECONDS, timing.mergeDelay());
        // Calls of Vert.x to its maps may be lost while clusters merge; each is waited for twice as long as this.
        set(config, ClusterProperty.OPERATION_CALL_TIMEOUT_MILLIS, "10000");
        // If the request for a missing replica is lost with its connection, it is repeated after this time.
        set(config, ClusterProperty.PARTITION_MIGRATION_TIMEOUT, "30");
        set(config, ClusterProperty.GRACEFUL_SHUTDOWN_MAX_WAIT, timing.leave());
        // Nodes join one by one as they come: waiting for more to come would only delay the first.
        set(config, ClusterProperty.WAIT_SECONDS_BEFORE_JOIN, Duration.ZERO);
    }

    /** Disables Hazelcast's metrics, management console, phone home and health monitor. */
    private static void quiet(Config config) {
        config.getMetricsConfig().setEnabled(false);
        config.getManagementCenterConfig()
                .setConsoleEnabled(false)
                .setScriptingEnabled(false)
                .setDataAccessEnabled(false);
        set(config, ClusterProperty.LOGGING_TYPE, "slf4j");
        set(config, ClusterProperty.LOGGING_ENABLE_DETAILS, "false"); // they have the name that the secret derives
        set(config, ClusterProperty.PHONE_HOME_ENABLED, "false");
        set(config, ClusterProperty.HEALTH_MONITORING_LEVEL, "OFF");
        set(config, ClusterProperty.SHUTDOWNHOOK_ENABLED, "false"); // ClusterNode.leave is the way out
    }

    /**
     * The maps of Vert.x. When a split heals, the registrations of the smaller side are dropped, not merged. Its nodes
     * publish them again, and that updates the nodes that have cached the registrations; a merge would not.
     */
    private static void bus(Config config) {
        config.addMultiMapConfig(new MultiMapConfig("__vertx.subs")
                .setBackupCount(1)
                .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(DiscardMergePolicy.class.getName())));
        config.getMapConfig("__vertx.nodeInfo").setBackupCount(1);
    }

    private static void set(Config config, HazelcastProperty property, Duration value) {
        set(config, property, Long.toString(value.toSeconds()));
    }

    private static void set(Config config, HazelcastProperty property, String value) {
        config.setProperty(property.getName(), value);
    }
}
