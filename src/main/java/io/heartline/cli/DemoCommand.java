package io.heartline.cli;

import io.heartline.cli.HeartlineCommand.Checked;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Three nodes as three processes on this machine, until it is interrupted. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Start a three-node cluster on this machine: three processes, loopback only, no authentication.")
final class DemoCommand implements Callable<Integer>, Checked {
    private static final Duration START_WITHIN = Duration.ofSeconds(60);

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "port of the first node; the others take the next (default: ${DEFAULT-VALUE})")
    int port;

    @Option(
            names = "--cluster-port",
            defaultValue = "5701",
            description = "likewise for the cluster (default: ${DEFAULT-VALUE})")
    int clusterPort;

    @Option(
            names = "--bus-port",
            defaultValue = "15701",
            description = "likewise for the event bus (default: ${DEFAULT-VALUE})")
    int busPort;

    @Option(names = "--nodes", defaultValue = "3", description = "how many nodes, 1 to 9 (default: ${DEFAULT-VALUE})")
    int nodes;

    @Option(names = "--config", description = "YAML file with options")
    @Nullable
    String config;

    @Override
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (nodes < 1 || nodes > 9) {
            faults.add("nodes: must be 1 to 9, not " + nodes);
        }
        Ports.fault("port", port, nodes).ifPresent(faults::add);
        Ports.fault("cluster-port", clusterPort, nodes).ifPresent(faults::add);
        Ports.fault("bus-port", busPort, nodes).ifPresent(faults::add);
        return faults;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        long start = System.nanoTime();
        List<ChildNode> children = new ArrayList<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(children), "demo-stop"));
        for (int i = 0; i < nodes; i++) {
            children.add(ChildNode.start("node " + (i + 1), port + i, arguments(i), out));
        }
        for (ChildNode child : children) {
            child.awaitReady(START_WITHIN);
        }
        introduce(out, children, Duration.ofNanos(System.nanoTime() - start));
        CountDownLatch running = new CountDownLatch(children.size());
        children.forEach(child -> child.onExit(running::countDown));
        running.await();
        out.println("All nodes have ended.");
        return HeartlineCommand.DONE;
    }

    private List<String> arguments(int i) {
        String join = IntStream.range(0, nodes)
                .mapToObj(n -> "127.0.0.1:" + (clusterPort + n))
                .collect(Collectors.joining(","));
        return List.of(
                "serve",
                "--port=" + (port + i),
                "--cluster-port=" + (clusterPort + i),
                "--bus-port=" + (busPort + i),
                "--cluster-name=demo-" + clusterPort,
                "--grace-millis=3000",
                "--join=" + join);
    }

    private static void introduce(PrintWriter out, List<ChildNode> children, Duration took) {
        out.printf("%nA cluster of %d nodes is ready after %.1f s:%n", children.size(), took.toMillis() / 1000.0);
        children.forEach(child -> out.printf("  %s  %s  pid %d%n", child.name(), child.url(), child.pid()));
        String last = children.get(children.size() - 1).url();
        out.printf("%nWatch as alice on the last node (with any WebSocket client):%n");
        out.printf("  connect to %s/v1/connect and send%n", last.replaceFirst("^http", "ws"));
        out.printf("  {\"t\":\"hello\",\"user\":\"alice\",\"device\":\"phone\"}%n");
        out.printf("%nPush to her through the first node, in another terminal:%n");
        out.printf(
                "  java -jar target/heartline.jar push alice '{\"hello\":\"world\"}' --url %s%n",
                children.get(0).url());
        out.printf("%nThen kill a node (kill -9 PID): nothing accepted is lost. Ctrl-C stops all.%n%n");
        out.flush();
    }

    private static void stop(List<ChildNode> children) {
        children.forEach(ChildNode::terminate);
        children.forEach(ChildNode::awaitEnd);
    }
}
