package io.heartline.cli;

import io.heartline.HeartlineNode;
import io.heartline.NodeConfig;
import io.heartline.cli.HeartlineCommand.Checked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a node until it is told to leave. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Run a node: accept WebSockets and pushes, together with the other nodes of its cluster.")
final class ServeCommand implements Callable<Integer>, Checked {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with options")
    @Nullable String config;

    @ArgGroup(validate = false, heading = "%nListening and leaving%n")
    ListenOptions listen = new ListenOptions();

    @ArgGroup(validate = false, heading = "%nThe cluster%n")
    ClusterOptions cluster = new ClusterOptions();

    @ArgGroup(validate = false, heading = "%nWho may come in%n")
    AccessOptions access = new AccessOptions();

    @ArgGroup(validate = false, heading = "%nLimits%n")
    LimitOptions limits = new LimitOptions();

    private @Nullable NodeConfig node;

    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (!access.isSaid() && !isLoopback(listen.host)) {
            faults.add("host: without --auth a node listens on loopback only; say --auth jwt, or --auth none if everybody"
                    + " who reaches " + listen.host + " may be anybody");
        }
        // Each room checks its own; asking all of them before giving up tells every fault at once.
        Duration grace = Duration.ofMillis(listen.graceMillis);
        var listening = checked(faults, listen::listening);
        var clusterConfig = checked(faults, () -> cluster.cluster(Duration.ofSeconds(Math.max(1, grace.toSeconds() / 3))));
        var store = checked(faults, cluster::store);
        var auth = checked(faults, access::auth);
        var delivery = checked(faults, limits::delivery);
        var session = checked(faults, limits::session);
        var api = checked(faults, () -> limits.api(access.metricsOpen));
        if (faults.isEmpty()) {
            node = new NodeConfig(listening, clusterConfig, store, auth, delivery, session, api);
        }
        return faults;
    }

    private static <T> @Nullable T checked(List<String> faults, Supplier<T> config) {
        try {
            return config.get();
        } catch (IllegalArgumentException e) {
            faults.addAll(String.valueOf(e.getMessage()).lines().toList());
            return null;
        }
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
        if (node == null) {
            throw new IllegalStateException("the settings were not checked");
        }
        if (!access.isSaid()) {
            LOG.info("No --auth is given: this node listens on loopback only, and clients are who they say");
        }
        HeartlineNode running = start(node);
        CompletableFuture<Void> told = new CompletableFuture<>();
        Signals.onFirst(() -> told.complete(null));
        leaveWithParent(told);
        CompletableFuture<Void> lost = running.lost().toCompletionStage().toCompletableFuture();
        CompletableFuture.anyOf(told, lost).join();
        if (!told.isDone()) {
            throw new IOException("the node lost its place in the cluster and ends; start it again");
        }
        running.leave()
                .toCompletionStage()
                .toCompletableFuture()
                .get(node.listening().grace().toMillis(), TimeUnit.MILLISECONDS);
        return HeartlineCommand.DONE;
    }

    private static HeartlineNode start(NodeConfig config) throws IOException {
        try {
            return HeartlineNode.start(config).toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            LOG.debug("The node could not start", cause);
            throw new IOException("the node could not start: " + reasons(cause), cause);
        }
    }

    private static String reasons(Throwable failure) {
        List<String> reasons = new ArrayList<>();
        for (Throwable cause = failure; cause != null && reasons.size() < 5; cause = cause.getCause()) {
            String reason = cause.getMessage() != null ? cause.getMessage() : cause.toString();
            if (!reasons.contains(reason)) {
                reasons.add(reason);
            }
        }
        return String.join(": ", reasons);
    }

    /** A node that was started by another process of ours does not outlive it. */
    private static void leaveWithParent(CompletableFuture<Void> told) {
        String parent = System.getenv(ChildNode.PARENT_PID);
        if (parent != null) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresentOrElse(handle -> handle.onExit().thenRun(() -> told.complete(null)), () -> told.complete(null));
        }
    }
}
