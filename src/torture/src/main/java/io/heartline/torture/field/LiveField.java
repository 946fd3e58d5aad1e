package io.heartline.torture.field;

import io.heartline.torture.Site;
import io.heartline.torture.history.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A field whose nodes are processes on this machine. */
final class LiveField implements Field {
    private static final Duration END_WITHIN = Duration.ofMinutes(1);
    private static final Duration UNATTENDED = Duration.ofMinutes(5);
    private static final Duration STARVED = Duration.ofMillis(80);
    private static final Duration FED = Duration.ofMillis(20);

    private final FieldConfig config;
    private final Network network;
    private final Map<String, NodeProcess> processes = new LinkedHashMap<>();
    private final Clocks clocks;
    private final Cuts cuts;
    private final ClusterHealthCheck health;
    private final Thread lastResort = new Thread(this::clear, "field-clear");

    LiveField(FieldConfig config, Network network, Recorder recorder) throws IOException {
        this.config = config;
        this.network = network;
        this.health = new ClusterHealthCheck(recorder);
        this.cuts = new Cuts(network, processes);
        this.clocks = Clocks.of(config, network.sites());
        for (Site site : network.sites()) {
            NodeLog log = new NodeLog(site.name(), config.directory());
            List<String> command = config.launch().command(network, site, clocks.entering(site.name()));
            processes.put(site.name(), new NodeProcess(site, command, log, recorder));
        }
    }

    static LiveField open(FieldConfig config, Recorder recorder) throws IOException {
        Files.createDirectories(config.directory());
        int count = config.nodes() + config.spares();
        Network network = config.network() == NetworkKind.NAMESPACES ? Namespaces.open(count) : Loopback.open(count);
        try {
            LiveField field = new LiveField(config, network, recorder);
            Runtime.getRuntime().addShutdownHook(field.lastResort);
            return field;
        } catch (IOException e) {
            network.close();
            throw e;
        }
    }

    @Override
    public List<Site> sites() {
        return network.sites().subList(0, config.nodes());
    }

    @Override
    public List<Site> spares() {
        return network.sites().subList(config.nodes(), config.nodes() + config.spares());
    }

    @Override
    public String clientHost() {
        return network.clientHost();
    }

    @Override
    public Optional<String> missing(Capability ability) {
        return switch (ability) {
            case SIGNALS -> Optional.empty();
            case CUTS ->
                network.canCut() ? Optional.empty() : Optional.of("all nodes are on loopback, which can't be cut");
            case CLOCKS -> clocks.missing();
            case FULL_DISK ->
                Files.isWritable(NodeLog.FULL) ? Optional.empty() : Optional.of("there is no " + NodeLog.FULL);
        };
    }

    @Override
    public boolean isRunning(String node) {
        return process(node).isRunning();
    }

    @Override
    public long pid(String node) throws IOException {
        return process(node).pid();
    }

    @Override
    public String log(String node) throws IOException {
        return process(node).log().sinceStart();
    }

    @Override
    public void start(String node, String... options) throws IOException {
        process(node).start(false, List.of(options));
    }

    @Override
    public void startWithFullDisk(String node) throws IOException {
        process(node).start(true, List.of());
    }

    @Override
    public void awaitReady(String node, Duration within) throws IOException, NotWhole, InterruptedException {
        process(node).awaitReady(within);
    }

    @Override
    public void kill(String node) throws IOException, InterruptedException {
        process(node).kill();
    }

    @Override
    public void terminate(String node) throws IOException, NotWhole, InterruptedException {
        NodeProcess process = process(node);
        process.terminate();
        if (!process.awaitEnd(END_WITHIN)) {
            process.kill();
            throw new NotWhole(
                    node + " did not end within " + END_WITHIN.toSeconds() + " s of SIGTERM", List.of("it was killed"));
        }
    }

    @Override
    public void stop(String node) throws IOException {
        process(node).stop(UNATTENDED);
    }

    @Override
    public void resume(String node) throws IOException {
        process(node).release();
    }

    @Override
    public void starve(String node) throws IOException {
        process(node).throttle(STARVED, FED, UNATTENDED);
    }

    @Override
    public void setClock(String node, Duration ahead) throws IOException {
        clocks.set(node, ahead);
    }

    @Override
    public void cut(String one, String other) throws IOException {
        cuts.cut(one, other);
    }

    @Override
    public void cutOneWay(String from, String to) throws IOException {
        network.block(from, to);
    }

    @Override
    public void isolate(String node, boolean fromClientsToo) throws IOException {
        cuts.isolate(process(node).site().name(), fromClientsToo);
    }

    @Override
    public void split(List<String> one, List<String> other) throws IOException {
        cuts.split(one, other);
    }

    @Override
    public void slow(String node, int kilobits) throws IOException {
        network.slow(node, kilobits);
    }

    @Override
    public void mend() throws IOException {
        cuts.mend();
    }

    @Override
    public void restore() throws IOException, NotWhole, InterruptedException {
        BestEffort steps = new BestEffort();
        for (NodeProcess process : processes.values()) {
            steps.attempt(process::release);
        }
        steps.attempt(this::mend);
        for (FakeClock clock : clocks.all()) {
            steps.attempt(() -> clock.set(Duration.ZERO));
        }
        for (Site spare : spares()) {
            steps.attempt(() -> terminate(spare.name()));
        }
        for (Site site : sites()) {
            if (process(site.name()).isLogFull()) {
                steps.attempt(() -> terminate(site.name()));
            }
            steps.attempt(() -> revive(site.name()));
        }
        steps.finish();
    }

    @Override
    public void awaitWhole(Duration within) throws NotWhole, InterruptedException {
        health.await(sites(), within);
    }

    private NodeProcess process(String node) {
        NodeProcess process = processes.get(node);
        if (process == null) {
            throw new IllegalArgumentException("there is no " + node + " among " + processes.keySet());
        }
        return process;
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException ending) {
            // It runs, or has run.
        }
    }

    private synchronized void clear() {
        processes.values().forEach(NodeProcess::destroy);
        processes.values().forEach(NodeProcess::sweep);
        network.close();
    }
}
