package io.heartline.torture.field;

import com.github.dockerjava.api.DockerClient;
import io.heartline.torture.Site;
import io.heartline.torture.history.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;

/**
 * A field of containers on a network of their own. Each site has an address that stays; a node that is started again is a new
 * container there. A cut takes a container off the network, and so from its clients too.
 */
public final class ContainerField implements Field {
    private static final Duration END_WITHIN = Duration.ofMinutes(1);

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final ContainerNetwork network;
    private final Map<String, ContainerNode> places = new LinkedHashMap<>();
    private final int nodes;
    private final ClusterHealthCheck wholeness;

    private ContainerField(ContainerNetwork network, int nodes, Recorder recorder) {
        this.network = network;
        this.nodes = nodes;
        this.wholeness = new ClusterHealthCheck(recorder);
    }

    /**
     * The configuration of the containers.
     *
     * @param image their image
     * @param serve options of {@code serve} besides those for a node's address and the members that it joins
     * @param dns a name under which nodes find each other, which a server on {@link #clientHost} resolves; null: they are
     *     given all addresses
     */
    public record Launch(
            String image, List<String> serve, @Nullable String dns) {}

    /**
     * Makes the network and the sites. No node runs yet.
     *
     * @param nodes how many there ought to be
     * @param spares how many more sites there are
     */
    public static ContainerField open(int nodes, int spares, Launch launch, Recorder recorder) throws IOException {
        ContainerNetwork network =
                ContainerNetwork.create(DockerClientFactory.instance().client());
        ContainerField field = new ContainerField(network, nodes, recorder);
        List<Site> sites = IntStream.rangeClosed(1, nodes + spares)
                .mapToObj(n -> new Site("node-" + n, network.address(n), 8080, 5701))
                .toList();
        List<String> serve = new ArrayList<>(launch.serve());
        serve.add(
                launch.dns() == null
                        ? "--join="
                                + String.join(
                                        ",", sites.stream().map(Site::member).toList())
                        : "--join-dns=" + launch.dns());
        for (Site site : sites) {
            field.places.put(site.name(), new ContainerNode(site, launch.image(), network, serve, recorder));
        }
        return field;
    }

    @Override
    public List<Site> sites() {
        return places.values().stream().map(ContainerNode::site).limit(nodes).toList();
    }

    @Override
    public List<Site> spares() {
        return places.values().stream().map(ContainerNode::site).skip(nodes).toList();
    }

    @Override
    public String clientHost() {
        return network.gateway();
    }

    @Override
    public Optional<String> missing(Capability ability) {
        return switch (ability) {
            case SIGNALS -> Optional.empty();
            case CUTS, CLOCKS, FULL_DISK -> Optional.of("not done to containers");
        };
    }

    @Override
    public boolean isRunning(String node) {
        return place(node).isRunning();
    }

    @Override
    public long pid(String node) throws IOException {
        return place(node).pid();
    }

    @Override
    public String log(String node) {
        return place(node).log();
    }

    @Override
    public void start(String node, String... options) throws IOException {
        place(node).start(List.of(options));
    }

    @Override
    public void awaitReady(String node, Duration within) throws IOException, NotWhole, InterruptedException {
        place(node).awaitReady(within);
    }

    @Override
    public void kill(String node) throws IOException {
        place(node).kill();
    }

    @Override
    public void terminate(String node) throws IOException, NotWhole {
        place(node).terminate(END_WITHIN);
    }

    @Override
    public void stop(String node) throws IOException {
        place(node).pause();
    }

    @Override
    public void resume(String node) throws IOException {
        place(node).resume();
    }

    @Override
    public void isolate(String node, boolean fromClientsToo) throws IOException {
        if (!fromClientsToo) {
            throw new UnsupportedOperationException("clients reach a container by the network that it is taken off");
        }
        place(node).disconnect();
    }

    @Override
    public void mend() throws IOException {
        places.values().forEach(ContainerNode::connect);
    }

    @Override
    public void restore() throws IOException, NotWhole, InterruptedException {
        BestEffort repair = new BestEffort();
        repair.attempt(this::mend);
        places.values().forEach(place -> repair.attempt(place::resume));
        spares().forEach(spare -> repair.attempt(() -> terminate(spare.name())));
        sites().forEach(site -> repair.attempt(() -> revive(site.name())));
        repair.finish();
    }

    @Override
    public void awaitWhole(Duration within) throws NotWhole, InterruptedException {
        wholeness.await(sites(), within);
    }

    private ContainerNode place(String node) {
        ContainerNode place = places.get(node);
        if (place == null) {
            throw new IllegalArgumentException("there is no " + node + " among " + places.keySet());
        }
        return place;
    }

    @Override
    public void close() {
        BestEffort removal = new BestEffort();
        places.values().forEach(place -> removal.attempt(place::remove));
        removal.attempt(() -> network.remove(docker));
        try {
            removal.finish();
        } catch (IOException | NotWhole | InterruptedException e) {
            throw new IllegalStateException("containers are left", e);
        }
    }

    // ------------------------------------------------------------------------------------- not done to containers

    @Override
    public void startWithFullDisk(String node) {
        throw new UnsupportedOperationException("full disk");
    }

    @Override
    public void starve(String node) {
        throw new UnsupportedOperationException("starve");
    }

    @Override
    public void setClock(String node, Duration ahead) {
        throw new UnsupportedOperationException("clock");
    }

    @Override
    public void cut(String one, String other) {
        throw new UnsupportedOperationException("cut");
    }

    @Override
    public void cutOneWay(String from, String to) {
        throw new UnsupportedOperationException("cut one way");
    }

    @Override
    public void split(List<String> one, List<String> other) {
        throw new UnsupportedOperationException("split");
    }

    @Override
    public void slow(String node, int kilobits) {
        throw new UnsupportedOperationException("slow");
    }
}
