package io.heartline.cli;

import io.heartline.cli.HeartlineCommand.Checked;
import io.heartline.cli.Ports.Place;
import io.heartline.cli.demo.Demo;
import io.heartline.cli.demo.Demo.Plan;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Three nodes as three processes on this machine, until it is interrupted. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Start a three-node cluster on this machine, and a page that shows it: three processes, loopback only, no"
                        + " authentication.")
final class DemoCommand implements Callable<Integer>, Checked {
    private static final String HOST = "127.0.0.1";

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

    @Option(
            names = "--page-port",
            description = "port of the page that shows the nodes (default: the one before --port)")
    @Nullable
    Integer pagePort;

    @Option(names = "--nodes", defaultValue = "3", description = "how many nodes, 1 to 9 (default: ${DEFAULT-VALUE})")
    int nodes;

    @Option(
            names = "--json",
            description = "print one JSON object once all are ready: page, and number, url and pid of each node; the"
                    + " nodes' own output goes to standard error")
    boolean json;

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
        Ports.fault("page-port", pagePort(), 1).ifPresent(faults::add);
        if (faults.isEmpty()) {
            faults.addAll(Ports.shared(places()));
        }
        return faults;
    }

    /** The ports of the nodes, and that of the page. */
    private List<Place> places() {
        List<Place> places = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            places.add(new Place("port", HOST, port + node));
            places.add(new Place("cluster-port", HOST, clusterPort + node));
            places.add(new Place("bus-port", HOST, busPort + node));
        }
        places.add(new Place("page-port", HOST, pagePort()));
        return places;
    }

    @Override
    public Integer call() throws IOException {
        Ports.requireFree(places()); // another program there could look like a node that is ready
        PrintWriter out = spec.commandLine().getOut();
        long start = System.nanoTime();
        Plan plan = new Plan(nodes, port, clusterPort, busPort, pagePort());
        Demo demo = new Demo(plan, json ? spec.commandLine().getErr() : out);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::stop, "demo-stop"));
        List<Long> pids = demo.start();
        if (json) {
            out.println(described(plan, pids).encode());
            out.flush();
        } else {
            introduce(out, plan, pids, Duration.ofNanos(System.nanoTime() - start));
        }
        demo.awaitEnd();
        if (!json) {
            out.println("All nodes have ended.");
        }
        return HeartlineCommand.DONE;
    }

    private int pagePort() {
        return pagePort == null ? port - 1 : pagePort;
    }

    private static JsonObject described(Plan plan, List<Long> pids) {
        JsonArray nodes = new JsonArray();
        for (int number = 1; number <= plan.nodes(); number++) {
            nodes.add(new JsonObject()
                    .put("number", number)
                    .put("url", plan.url(number))
                    .put("pid", pids.get(number - 1)));
        }
        return new JsonObject().put("page", plan.pageUrl()).put("nodes", nodes);
    }

    private static void introduce(PrintWriter out, Plan plan, List<Long> pids, Duration took) {
        out.printf("%nOpen %s%n", plan.pageUrl());
        out.printf("%nA cluster of %d nodes is ready after %.1f s:%n", plan.nodes(), took.toMillis() / 1000.0);
        for (int number = 1; number <= plan.nodes(); number++) {
            out.printf("  node %d  %s  pid %d%n", number, plan.url(number), pids.get(number - 1));
        }
        String last = plan.url(plan.nodes());
        out.printf("%nWatch as alice on the last node (with any WebSocket client):%n");
        out.printf("  connect to %s/v1/connect and send%n", last.replaceFirst("^http", "ws"));
        out.printf("  {\"t\":\"hello\",\"user\":\"alice\",\"device\":\"phone\"}%n");
        out.printf("%nPush to her through the first node, in another terminal:%n");
        out.printf("  java -jar target/heartline.jar push alice '{\"hello\":\"world\"}' --url %s%n", plan.url(1));
        out.printf("%nThen kill a node (kill -9 PID), or hang it (kill -STOP PID, later kill -CONT PID):%n");
        out.printf("nothing accepted is lost. Ctrl-C stops all.%n%n");
        out.flush();
    }
}
