package io.heartline.cluster;

import io.heartline.trust.BusFiles;
import io.heartline.trust.BusIdentity;
import io.heartline.trust.ClusterSecret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of this node's place in the cluster.
 *
 * @param clusterName nodes of another name are never joined: 1–64 of {@code [A-Za-z0-9._-]}
 * @param cluster the address of this node for Hazelcast
 * @param bus the address of this node for the event bus
 * @param join the places to look for other nodes
 * @param minNodes with fewer nodes in sight, this one included, no command is carried out
 * @param timing the timeouts for lost nodes and for splits
 * @param trust the proof that processes give each other
 */
public record ClusterConfig(
        String clusterName, Endpoint cluster, Endpoint bus, Join join, int minNodes, Timing timing, Trust trust) {

    /**
     * The address on which a server listens, and the one by which others reach it.
     *
     * @param host the address to listen on; a name must resolve to an address of this machine
     * @param port 0 lets the system choose one
     * @param publicAddress {@code host:port} by which the others reach it; null if it is host and port
     */
    public record Endpoint(String host, int port, @Nullable String publicAddress) {}

    /**
     * The places to look for other nodes: a list, a name, or neither if this node waits to be found.
     *
     * @param members {@code host:port} of nodes that may be there; this node may be among them
     * @param dns a name whose addresses are those of the nodes, all of which use this node's cluster port
     */
    public record Join(List<String> members, @Nullable String dns) {
        public static final Join NOBODY = new Join(List.of(), null);

        public Join {
            members = List.copyOf(members);
        }
    }

    /**
     * The timeouts for lost nodes and for splits; all in whole seconds, at least one.
     *
     * @param heartbeat the interval of heartbeats between nodes
     * @param silence the time without heartbeat after which a hung node is removed; a dead process is noticed at once
     * @param mergeDelay the time after which the sides of a split look for each other, and the interval of that
     * @param leave the time for which a leaving node waits for replicas of its data on the others
     */
    public record Timing(Duration heartbeat, Duration silence, Duration mergeDelay, Duration leave) {
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(20));
    }

    /**
     * The proof that processes of the cluster give each other.
     *
     * @param secret members join under a name that is derived from it; null for the name that anybody can read
     * @param own the files of the identity on the event bus; null for one that is made from the secret
     */
    public record Trust(
            @Nullable ClusterSecret secret, @Nullable BusFiles own) {
        public static final Trust NONE = new Trust(null, null);

        /** The name under which Hazelcast's members join each other. It never reaches a log. */
        String groupName(String clusterName) {
            return secret == null ? clusterName : secret.groupName(clusterName);
        }

        /**
         * The identity of this process on the event bus, read from its files, or made afresh from the secret; null for a bus
         * without TLS. Blocking.
         */
        @Nullable
        BusIdentity busIdentity(String clusterName) {
            if (own != null) {
                return own.read();
            }
            return secret == null ? null : secret.busIdentity(clusterName);
        }
    }

    /** A cluster that anybody may join. */
    public ClusterConfig(String clusterName, Endpoint cluster, Endpoint bus, Join join, int minNodes, Timing timing) {
        this(clusterName, cluster, bus, join, minNodes, timing, Trust.NONE);
    }

    /**
     * Checks everything.
     *
     * @throws IllegalArgumentException with one line for each fault
     */
    public ClusterConfig {
        List<String> faults = new ArrayList<>();
        check(clusterName.matches("[A-Za-z0-9._-]{1,64}"), "cluster-name: must be 1 to 64 of [A-Za-z0-9._-]", faults);
        check("cluster", cluster, faults);
        check("bus", bus, faults);
        check(join, faults);
        check(minNodes >= 1, "min-nodes: must be at least 1, not " + minNodes, faults);
        check(timing, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
    }

    private static void check(String what, Endpoint endpoint, List<String> faults) {
        String reachable = endpoint.publicAddress();
        check(!endpoint.host().isBlank(), what + "-host: must name an address of this machine", faults);
        check(endpoint.port() >= 0 && endpoint.port() <= 65_535, what + "-port: must be 0 to 65535", faults);
        check(
                reachable == null || HostPort.parse(reachable) != null,
                what + "-public-address: must be host:port, but is '" + reachable + "'",
                faults);
        check(
                reachable != null || !isWildcard(endpoint.host()),
                what + "-host: other nodes can't reach '" + endpoint.host() + "'; name an address, or give " + what
                        + "-public-address",
                faults);
    }

    private static void check(Join join, List<String> faults) {
        for (String member : join.members()) {
            check(HostPort.parse(member) != null, "join: must be host:port, but has '" + member + "'", faults);
        }
        String dns = join.dns();
        check(dns == null || !dns.isBlank(), "join-dns: must be a name", faults);
        check(dns == null || join.members().isEmpty(), "join-dns: can't be given together with join", faults);
    }

    private static void check(Timing timing, List<String> faults) {
        checkSeconds("cluster-heartbeat-millis", timing.heartbeat(), faults);
        checkSeconds("cluster-silence-millis", timing.silence(), faults);
        checkSeconds("cluster-merge-delay-millis", timing.mergeDelay(), faults);
        checkSeconds("cluster-leave-millis", timing.leave(), faults);
        check(
                timing.silence().compareTo(timing.heartbeat().multipliedBy(3)) >= 0,
                "cluster-silence-millis: must be at least three heartbeats",
                faults);
    }

    private static void checkSeconds(String option, Duration duration, List<String> faults) {
        boolean whole = duration.toMillis() >= 1_000 && duration.toMillis() % 1_000 == 0;
        check(whole, option + ": must be whole seconds, at least one", faults);
    }

    private static void check(boolean sound, String fault, List<String> faults) {
        if (!sound) {
            faults.add(fault);
        }
    }

    private static boolean isWildcard(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }
}
