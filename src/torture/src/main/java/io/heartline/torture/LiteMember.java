package io.heartline.torture;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import java.util.List;

/** The Hazelcast configuration of a service that only publishes: a lite member. */
public final class LiteMember {
    private static final int FIRST_PORT = 5801;

    private LiteMember() {}

    /**
     * Configures a member that holds no data.
     *
     * @param host its address; its port is the first free one from 5801 on
     * @param sites the nodes that it joins by
     */
    public static Config config(String cluster, String host, List<Site> sites) {
        Config config = new Config().setClusterName(cluster).setLiteMember(true);
        // A socket for members alone, as on Heartline's nodes: the default one delays heartbeats if a member hangs.
        ServerSocketEndpointConfig members =
                new ServerSocketEndpointConfig().setPort(FIRST_PORT).setPortAutoIncrement(true);
        members.getInterfaces().setEnabled(true).addInterface(host);
        config.getAdvancedNetworkConfig().setEnabled(true).setMemberEndpointConfig(members);
        JoinConfig join = config.getAdvancedNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setConnectionTimeoutSeconds(2)
                .setMembers(sites.stream().map(Site::member).toList());
        config.getMetricsConfig().setEnabled(false);
        // Heartline's nodes remove a member after 5 s without a heartbeat; by default a member sends one only every 5
        // s.
        return config.setProperty("hazelcast.heartbeat.interval.seconds", "1")
                .setProperty("hazelcast.max.no.heartbeat.seconds", "5")
                .setProperty("hazelcast.merge.first.run.delay.seconds", "5")
                .setProperty("hazelcast.merge.next.run.delay.seconds", "5")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.health.monitoring.level", "OFF")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.logging.type", "slf4j");
    }
}
