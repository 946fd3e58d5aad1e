package io.heartline.cli.demo;

import io.heartline.cli.demo.NodeProcess.Launcher;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A cluster on this machine and the page that shows it. Blocking: any thread but an event loop. */
public final class Demo {
    private final Plan plan;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final Nodes nodes;

    /** The number of nodes, the first port of each kind, and the port of the page. */
    public record Plan(int nodes, int port, int clusterPort, int busPort, int pagePort) {
        public String pageUrl() {
            return "http://" + Page.HOST + ":" + pagePort + "/";
        }

        public String url(int number) {
            return "http://" + Page.HOST + ":" + portOf(number);
        }

        private int portOf(int number) {
            return port + number - 1;
        }

        private List<String> arguments(int number) {
            String join = IntStream.range(0, nodes)
                    .mapToObj(n -> "127.0.0.1:" + (clusterPort + n))
                    .collect(Collectors.joining(","));
            return List.of(
                    "serve",
                    "--port=" + portOf(number),
                    "--cluster-port=" + (clusterPort + number - 1),
                    "--bus-port=" + (busPort + number - 1),
                    "--cluster-name=demo-" + clusterPort,
                    "--grace-millis=3000",
                    // So that the page soon shows what the phones of a node that hangs do.
                    "--heartbeat-millis=2000",
                    "--home=" + pageUrl(),
                    "--cors-origins=http://127.0.0.1:" + pagePort + ",http://localhost:" + pagePort,
                    "--join=" + join);
        }
    }

    public Demo(Plan plan, PrintWriter out) {
        this.plan = plan;
        Launcher launcher =
                number -> ChildNode.start("node " + number, plan.portOf(number), plan.arguments(number), out);
        this.nodes = new Nodes(loop, plan.nodes(), launcher);
    }

    /** Serves the page and starts all nodes; returns their pids once all are ready. */
    public List<Long> start() throws IOException {
        try {
            onLoop(() -> new Page(nodes, plan::portOf).listen(vertx, plan.pagePort()))
                    .await();
        } catch (Exception e) {
            throw new IOException("page-port: can't listen on " + plan.pagePort() + ": " + e.getMessage(), e);
        }
        onLoop(nodes::startAll).await();
        return onLoop(() -> Future.succeededFuture(nodes.view())).await().stream()
                .map(Nodes.View::pid)
                .toList();
    }

    /** Returns when no node is left. */
    public void awaitEnd() {
        nodes.ended().await();
    }

    /** Ends all nodes in good order. */
    public void stop() {
        onLoop(() -> Future.succeededFuture(nodes.stop())).await().forEach(NodeProcess::awaitEnd);
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> act) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(turn -> act.get().onComplete(promise));
        return promise.future();
    }
}
