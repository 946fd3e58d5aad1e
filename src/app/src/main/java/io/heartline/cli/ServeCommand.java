package io.heartline.cli;

import ch.qos.logback.classic.LoggerContext;
import io.heartline.auth.Keys;
import io.heartline.cli.HeartlineCommand.Checked;
import io.heartline.cli.Ports.Place;
import io.heartline.cli.demo.ChildNode;
import io.heartline.cluster.ClusterConfig;
import io.heartline.cluster.JoinWatch;
import io.heartline.node.HeartlineNode;
import io.heartline.node.ListenerCertificate;
import io.heartline.node.NodeConfig;
import io.heartline.node.OutOfMemoryExit;
import io.heartline.session.dialect.Routes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a node until a signal ends it. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "heartline serve [OPTION...]",
        description = "Run a node: accept WebSockets and pushes, together with the other nodes of its cluster.")
final class ServeCommand implements Callable<Integer>, Checked {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with options")
    @Nullable
    String config;

    @ArgGroup(validate = false, heading = "%nListening and leaving%n")
    ListenOptions listen = new ListenOptions();

    @ArgGroup(validate = false, heading = "%nThe cluster%n")
    ClusterOptions cluster = new ClusterOptions();

    @ArgGroup(validate = false, heading = "%nWho may come in%n")
    AccessOptions access = new AccessOptions();

    @ArgGroup(validate = false, heading = "%nLimits%n")
    LimitOptions limits = new LimitOptions();

    @ArgGroup(validate = false, heading = "%nThe log%n")
    LogOptions log = new LogOptions();

    /** The keys, read when faults are checked, so that the node uses exactly the keys that were checked. */
    private @Nullable Keys keys;

    private Routes routes = Routes.NONE;

    private @Nullable ListenerCertificate certificate;

    private ClusterConfig.Trust trust = ClusterConfig.Trust.NONE;

    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>(log.faults());
        if (faults.isEmpty()) {
            log.apply((LoggerContext) LoggerFactory.getILoggerFactory()); // before anything is logged
        }
        if (!access.isSaid() && !isLoopback(listen.host)) {
            faults.add(
                    "host: without --auth a node listens on loopback only; say --auth jwt, or --auth none if everybody"
                            + " who reaches " + listen.host + " may be anybody");
        }
        // Each room checks its own settings. All of them are checked, so that every fault is reported at once.
        List<Supplier<?>> parts = List.of(
                listen::listening,
                () -> listen.front(null),
                this::cluster,
                cluster::store,
                access::auth,
                limits::delivery,
                limits::session,
                limits::api);
        parts.forEach(part -> check(part, faults));
        faults.addAll(Ports.shared(places()));
        check(() -> keys = Keys.read(access.auth()), faults);
        check(() -> routes = routes(), faults);
        check(() -> certificate = listen.certificate(), faults);
        check(() -> trust = cluster.trust(), faults);
        return faults;
    }

    private static void check(Supplier<?> part, List<String> faults) {
        try {
            var unused = part.get();
        } catch (IllegalArgumentException e) {
            faults.addAll(String.valueOf(e.getMessage()).lines().toList());
        }
    }

    private Routes routes() {
        return listen.routes == null
                ? Routes.NONE
                : RoutesFile.read(listen.routes, !access.isOpen(), Set.copyOf(limits.inbound));
    }

    private ClusterConfig cluster() {
        return cluster.cluster(
                Duration.ofSeconds(
                        Math.max(1, Duration.ofMillis(listen.graceMillis).toSeconds() / 3)),
                trust);
    }

    /** True if clients must prove who they are, but a process in the same network can join the cluster. */
    boolean isClusterOpen() {
        return !access.isOpen() && trust.secret() == null && !isLoopback(cluster.clusterHost);
    }

    private List<Place> places() {
        return List.of(
                new Place("port", listen.host, listen.port),
                new Place("cluster-port", cluster.clusterHost, cluster.clusterPort),
                new Place("bus-port", cluster.clusterHost, cluster.busPort));
    }

    private NodeConfig node() {
        return new NodeConfig(
                listen.listening(),
                listen.front(certificate),
                cluster(),
                cluster.store(),
                access.auth(),
                limits.delivery(),
                limits.session(),
                routes,
                limits.api());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public Integer call() throws Exception {
        NodeConfig node = node();
        Ports.requireFree(places());
        if (!access.isSaid()) {
            LOG.info("No --auth is given: this node listens on loopback only, and clients are who they say");
        }
        if (isClusterOpen()) {
            LOG.warn(cluster.warning());
        }
        CompletableFuture<Void> told = new CompletableFuture<>();
        Signals.onFirst(() -> told.complete(null)); // a signal may arrive before this thread knows that the node serves
        leaveWithParent(told);
        OutOfMemoryExit.install();
        Keys checked = Objects.requireNonNull(keys, "settings are checked before");
        new NodeRun(node.listening().grace(), told, new JoinWatch())
                .run(join -> HeartlineNode.start(node, checked, join));
        return HeartlineCommand.DONE;
    }

    /** Ends the node when the Heartline process that started it has ended. */
    private static void leaveWithParent(CompletableFuture<Void> told) {
        String parent = System.getenv(ChildNode.PARENT_PID);
        if (parent != null && !parent.isEmpty()) {
            CompletableFuture<ProcessHandle> end = ProcessHandle.of(Long.parseLong(parent))
                    .map(ProcessHandle::onExit)
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
            var unused = end.thenRun(() -> told.complete(null));
        }
    }
}
