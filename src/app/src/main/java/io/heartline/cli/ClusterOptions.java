package io.heartline.cli;

import io.heartline.cluster.ClusterConfig;
import io.heartline.cluster.ClusterConfig.Endpoint;
import io.heartline.cluster.ClusterConfig.Join;
import io.heartline.cluster.ClusterConfig.Timing;
import io.heartline.cluster.ClusterConfig.Trust;
import io.heartline.cluster.HostPort;
import io.heartline.store.StoreConfig;
import io.heartline.trust.BusFiles;
import io.heartline.trust.CertificateFiles;
import io.heartline.trust.ClusterSecret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
            names = "--cluster-secret",
            paramLabel = "FILE",
            description = "secret of at least 32 bytes, the same on all nodes: without it nobody joins or uses the bus")
    @Nullable
    Path clusterSecret;

    @Option(
            names = "--bus-tls-cert",
            paramLabel = "FILE",
            description = "certificate (PEM) on the event bus, instead of one made from the secret")
    @Nullable
    Path busTlsCert;

    @Option(names = "--bus-tls-key", paramLabel = "FILE", description = "private key of --bus-tls-cert (PEM)")
    @Nullable
    Path busTlsKey;

    @Option(
            names = "--bus-tls-ca",
            paramLabel = "FILE",
            description = "authorities (PEM) that sign the bus certificates of all members")
    @Nullable
    Path busTlsCa;

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

    /** Reads the files, blocking; throws {@link IllegalArgumentException} with one line for each fault. */
    Trust trust() {
        List<String> faults = new ArrayList<>();
        ClusterSecret secret = read(() -> clusterSecret == null ? null : ClusterSecret.read(clusterSecret), faults);
        BusFiles own = read(this::busFiles, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return new Trust(secret, own);
    }

    private static <T> @Nullable T read(Supplier<? extends @Nullable T> file, List<String> faults) {
        try {
            return file.get();
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable BusFiles busFiles() {
        if (busTlsCert == null && busTlsKey == null && busTlsCa == null) {
            return null;
        }
        if (busTlsCert == null || busTlsKey == null || busTlsCa == null) {
            throw new IllegalArgumentException("bus-tls-cert: bus-tls-cert, bus-tls-key and bus-tls-ca go together");
        }
        BusFiles files = new BusFiles(
                CertificateFiles.of("bus-tls-cert", busTlsCert, "bus-tls-key", busTlsKey),
                new CertificateFiles.Source("bus-tls-ca", busTlsCa));
        files.check(files.content());
        return files;
    }

    /** The warning of a node that a network reaches and that has no secret. */
    String warning() {
        return "No --cluster-secret is given: whoever reaches " + new HostPort(clusterHost, clusterPort) + " or "
                + new HostPort(clusterHost, busPort)
                + " can join this cluster, read and delete every message, and push to"
                + " every user. Give all nodes a secret, and let a firewall admit only nodes to these ports";
    }

    ClusterConfig cluster(Duration leave) {
        return cluster(leave, Trust.NONE);
    }

    ClusterConfig cluster(Duration leave, Trust trust) {
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
                        leave),
                trust);
    }

    StoreConfig store() {
        return StoreConfig.of(backups);
    }
}
