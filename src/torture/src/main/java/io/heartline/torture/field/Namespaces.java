package io.heartline.torture.field;

import io.heartline.torture.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A network with a namespace for each node, and one with a bridge between them. Clients on this machine reach the bridge by
 * another device pair.
 *
 * <pre>
 *   node-1 eth0 ── node-1 ┐                    ┌ clients ── hl(pid) this machine
 *   node-2 eth0 ── node-2 ┼── bridge (switch) ─┘
 *   node-3 eth0 ── node-3 ┘
 * </pre>
 *
 * A cut is a false entry in the sender's neighbour table: its packets go to a hardware address that no device has, and are lost
 * without an error, as on a broken wire. (An unreachable route would fail new connections at once.) After the cut, TCP
 * retransmits the data of connections that survived.
 */
final class Namespaces implements Network {
    private static final String NOBODY = "02:00:00:00:00:ff";
    private static final int PORT = 8080;
    private static final int CLUSTER_PORT = 5701;
    private static final int LAST_ADDRESS = 254;

    private final NamespaceNames names;
    private final String subnet;
    private final List<Site> sites = new ArrayList<>();
    private final Set<Direction> blocked = new LinkedHashSet<>();
    private final Set<String> slow = new HashSet<>();

    private record Direction(String from, String to) {}

    private Namespaces(NamespaceNames names, String subnet) {
        this.names = names;
        this.subnet = subnet;
    }

    /** The reason why this machine does not allow namespaces; empty if it does. Tries to create one. */
    static Optional<String> unavailable() {
        NamespaceNames names = NamespaceNames.ofThisProcess();
        try {
            ip("netns", "add", names.theSwitch());
            ip("-n", names.theSwitch(), "link", "add", "bridge", "type", "bridge");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("no network namespaces here (Linux, root and iproute2 are needed): " + e.getMessage());
        } finally {
            names.remove();
        }
    }

    static Namespaces open(int count) throws IOException {
        NamespaceNames.sweep();
        Namespaces network = new Namespaces(NamespaceNames.ofThisProcess(), Subnets.free());
        try {
            network.build(count);
            return network;
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    private void build(int count) throws IOException {
        String bridged = names.theSwitch();
        ip("netns", "add", bridged);
        ip("-n", bridged, "link", "add", "dev", "bridge", "type", "bridge");
        ip("-n", bridged, "link", "set", "dev", "bridge", "up");
        for (int i = 1; i <= count; i++) {
            Site site = new Site("node-" + i, subnet + i, PORT, CLUSTER_PORT);
            String own = names.of(site.name());
            ip("netns", "add", own);
            ip("-n", own, "link", "set", "dev", "lo", "up");
            ip("-n", own, "link", "add", "dev", "eth0", "type", "veth", "peer", "name", site.name(), "netns", bridged);
            ip("-n", own, "addr", "add", site.host() + "/24", "dev", "eth0");
            ip("-n", own, "link", "set", "dev", "eth0", "up");
            plugIn(site.name());
            sites.add(site);
        }
        ip("link", "add", "dev", names.cable(), "type", "veth", "peer", "name", CLIENTS, "netns", bridged);
        ip("addr", "add", clientHost() + "/24", "dev", names.cable());
        ip("link", "set", "dev", names.cable(), "up");
        plugIn(CLIENTS);
    }

    private void plugIn(String port) throws IOException {
        ip("-n", names.theSwitch(), "link", "set", "dev", port, "master", "bridge", "up");
    }

    @Override
    public List<Site> sites() {
        return List.copyOf(sites);
    }

    @Override
    public String clientHost() {
        return subnet + LAST_ADDRESS;
    }

    @Override
    public List<String> entering(Site site) {
        return List.of("ip", "netns", "exec", names.of(site.name()));
    }

    @Override
    public boolean canCut() {
        return true;
    }

    @Override
    public void block(String from, String to) throws IOException {
        if (blocked.add(new Direction(from, to))) {
            neighbour("replace", new Direction(from, to), "lladdr", NOBODY, "nud", "permanent");
        }
    }

    private void unblock(Direction direction) throws IOException {
        neighbour("del", direction);
        blocked.remove(direction);
    }

    private void neighbour(String verb, Direction direction, String... more) throws IOException {
        boolean fromClients = direction.from.equals(CLIENTS);
        List<String> command = new ArrayList<>(List.of("ip"));
        if (!fromClients) {
            command.addAll(List.of("-n", names.of(direction.from)));
        }
        String device = fromClients ? names.cable() : "eth0";
        command.addAll(List.of("neigh", verb, address(direction.to), "dev", device));
        command.addAll(List.of(more));
        Shell.run(command);
    }

    private String address(String name) {
        return name.equals(CLIENTS)
                ? clientHost()
                : sites.stream()
                        .filter(site -> site.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .host();
    }

    @Override
    public void slow(String node, int kilobits) throws IOException {
        slow.add(node);
        bucket(names.of(node), "eth0", kilobits);
        bucket(names.theSwitch(), node, kilobits);
    }

    /** Limits the bandwidth. Excess packets wait for half a second at most, then they are dropped. */
    private static void bucket(String namespace, String device, int kilobits) throws IOException {
        Shell.run(List.of(
                "tc",
                "-n",
                namespace,
                "qdisc",
                "replace",
                "dev",
                device,
                "root",
                "tbf",
                "rate",
                kilobits + "kbit",
                "burst",
                "16kb",
                "latency",
                "500ms"));
    }

    private void unslow(String node) throws IOException {
        Shell.run("tc", "-n", names.of(node), "qdisc", "del", "dev", "eth0", "root");
        Shell.run("tc", "-n", names.theSwitch(), "qdisc", "del", "dev", node, "root");
        slow.remove(node);
    }

    @Override
    public void mend() throws IOException {
        IOException failure = null;
        for (Direction direction : List.copyOf(blocked)) {
            try {
                unblock(direction);
            } catch (IOException e) {
                failure = e;
            }
        }
        for (String node : List.copyOf(slow)) {
            try {
                unslow(node);
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        names.remove();
    }

    private static void ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        Shell.run(command);
    }
}
