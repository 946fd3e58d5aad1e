package io.heartline.cli;

import io.heartline.cluster.ClusterConfig;
import io.heartline.cluster.ClusterConfig.Endpoint;
import io.heartline.cluster.ClusterConfig.Join;
import io.heartline.cluster.ClusterConfig.Timing;
import io.heartline.store.StoreConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for joining the cluster and for the number of replicas. */
final class ClusterOptions {
    @Option(
            names = "--cluster-host",
            defaultValue = "127.0.0.1",
            description = "address that the other nodes reach, for data and event bus (default: ${DEFAULT-VALUE})")
    String clusterHost = "";

    @Option(
            names = "--cluster-port",
            defaultValue = "5701",
            description = "port for data between nodes (default: ${DEFAULT-VALUE})")
    int clusterPort;

    @Option(
            names = "--bus-port",
            defaultValue = "15701",
            description = "port for the event bus between nodes (default: ${DEFAULT-VALUE})")
    int busPort;

    @Option(
            names = "--cluster-public-address",
            description = "host:port under which others reach the cluster port, if another")
    @Nullable
    String clusterPublicAddress;

    @Option(names = "--bus-public-address", description = "host:port under which others reach the bus port, if another")
    @Nullable
    String busPublicAddress;

    @Option(
            names = "--cluster-name",
            defaultValue = "heartline",
            description = "nodes of another name are never joined (default: ${DEFAULT-VALUE})")
    String clusterName = "";

    @Option(
            names = "--join",
            split = ",",
            paramLabel = "HOST:PORT",
            description = "where other nodes may be found (comma-separated)")
    List<String> join = List.of();

    @Option(names = "--join-dns", paramLabel = "NAME", description = "a DNS name whose addresses are the nodes'")
    @Nullable
    String joinDns;

    @Option(
            names = "--backups",
            defaultValue = "1",
            description = "copies besides the owner's: 1 or 2 (default: ${DEFAULT-VALUE})")
    int backups;

    @Option(
            names = "--min-nodes",
            defaultValue = "1",
            description = "with fewer nodes in sight nothing is accepted (default: ${DEFAULT-VALUE})")
    int minNodes;

    @Option(
            names = "--cluster-heartbeat-millis",
            defaultValue = "1000",
            description = "how often nodes say that they live (default: ${DEFAULT-VALUE})")
    long heartbeatMillis;

    @Option(
            names = "--cluster-silence-millis",
            defaultValue = "5000",
            description = "after how much silence a hung node is given up (default: ${DEFAULT-VALUE})")
    long silenceMillis;

    @Option(
            names = "--cluster-merge-delay-millis",
            defaultValue = "5000",
            description = "how often the sides of a split look for each other (default: ${DEFAULT-VALUE})")
    long mergeDelayMillis;

    ClusterConfig cluster(Duration leave) {
        return new ClusterConfig(
                clusterName,
                new Endpoint(clusterHost, clusterPort, clusterPublicAddress),
                new Endpoint(clusterHost, busPort, busPublicAddress),
                new Join(join, joinDns),
                minNodes,
                new Timing(
                        Duration.ofMillis(heartbeatMillis),
                        Duration.ofMillis(silenceMillis),
                        Duration.ofMillis(mergeDelayMillis),
                        leave));
    }

    StoreConfig store() {
        return StoreConfig.of(backups, minNodes);
    }
}
