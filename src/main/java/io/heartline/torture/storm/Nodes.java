package io.heartline.torture.storm;

import io.heartline.torture.Site;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** A cluster of processes on loopback. Used by one thread; closing it ends them. */
final class Nodes implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final List<Node> nodes = new ArrayList<>();
    private String name = "";

    private Nodes() {}

    /**
     * What to start.
     *
     * @param heapMegabytes of each node
     * @param logs where their logs go
     * @param options of {@code serve} for the n-th node, from 1, but for those that say where it listens and whom it meets
     */
    record Setup(int count, int heapMegabytes, Path logs, IntFunction<List<String>> options) {
        /** The same options for all. */
        static Setup of(int count, int heapMegabytes, Path logs, List<String> options) {
            return new Setup(count, heapMegabytes, logs, n -> options);
        }
    }

    /** Starts them all; answers when all are ready and safe. */
    static Nodes start(Setup setup) throws IOException, InterruptedException {
        Nodes nodes = new Nodes();
        try {
            nodes.open(setup);
            return nodes;
        } catch (Throwable failed) {
            nodes.close();
            throw failed;
        }
    }

    private void open(Setup setup) throws IOException, InterruptedException {
        List<Site> sites = new ArrayList<>();
        for (int i = 1; i <= setup.count(); i++) {
            sites.add(new Site("node-" + i, LOOPBACK, freePort(), freePort()));
        }
        name = "storm-" + sites.get(0).clusterPort();
        String members = String.join(",", sites.stream().map(Site::member).toList());
        for (Site site : sites) {
            List<String> options = new ArrayList<>(List.of("--bus-port=" + freePort()));
            options.addAll(setup.options().apply(nodes.size() + 1));
            options.addAll(List.of("--port=" + site.port(), "--cluster-port=" + site.clusterPort()));
            options.addAll(List.of("--cluster-name=" + name, "--join=" + members));
            nodes.add(Node.start(
                    site, setup.heapMegabytes(), setup.logs().resolve(site.name() + ".log"), List.copyOf(options)));
        }
        until("all nodes are ready and safe", READY_WITHIN, () -> nodes.stream().allMatch(this::seesAll));
    }

    private boolean seesAll(Node node) {
        if (!node.isAlive()) {
            throw new IllegalStateException(node.site().name() + " has ended");
        }
        try {
            JsonObject view = new JsonObject(get(node.site().url() + "/v1/cluster"));
            boolean safe = view.getBoolean("safe") || nodes.size() == 1; // one node alone has no second copy
            return safe && view.getJsonArray("nodes").size() == nodes.size();
        } catch (IOException | RuntimeException notYet) {
            return false;
        }
    }

    /** The n-th, from 1. */
    Node node(int n) {
        return nodes.get(n - 1);
    }

    /** Where those live that run. */
    List<Site> sites() {
        return alive().stream().map(Node::site).toList();
    }

    List<Node> alive() {
        return nodes.stream().filter(Node::isAlive).toList();
    }

    /** What the nodes call their cluster. */
    String name() {
        return name;
    }

    /** How some of them are, taken together. */
    Vitals vitals(List<Node> some) throws IOException {
        Vitals all = Vitals.NONE;
        for (Node node : some) {
            all = all.and(Vitals.of(node, get(node.site().url() + "/metrics")));
        }
        return all;
    }

    /** How those are that run, after each has collected its garbage. */
    Vitals collected() throws IOException, InterruptedException {
        for (Node node : alive()) {
            Vitals.collect(node.pid());
        }
        return vitals(alive());
    }

    /** How many lines of all logs hold this text. */
    long logged(String text) throws IOException {
        long lines = 0;
        for (Node node : nodes) {
            lines += node.logged(text);
        }
        return lines;
    }

    private String get(String url) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(20))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Something that comes to be so. */
    interface Fact {
        boolean holds() throws IOException, InterruptedException;
    }

    /** Looks again and again, for so long at most. */
    static void until(String fact, Duration within, Fact holds) throws IOException, InterruptedException {
        if (!comes(within, holds)) {
            throw new IOException("not within " + within.toSeconds() + " s: " + fact);
        }
    }

    /** Whether it came to be so within that time. */
    static boolean comes(Duration within, Fact fact) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        while (!fact.holds()) {
            if (System.nanoTime() >= deadline) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        for (Node node : nodes) {
            node.kill();
        }
    }
}
