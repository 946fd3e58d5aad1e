package io.heartline.torture.storm;

import io.heartline.torture.Site;
import io.heartline.torture.field.Field;
import io.heartline.torture.field.FieldConfig;
import io.heartline.torture.field.FieldConfig.Launch;
import io.heartline.torture.field.NetworkKind;
import io.heartline.torture.field.NotWhole;
import io.heartline.torture.history.HistoryFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The nodes of a storm: a field on loopback, and the metrics of its nodes. Used by one thread; closing it ends the nodes. */
final class Cluster implements AutoCloseable {
    private static final String NAME = "storm-" + ProcessHandle.current().pid();
    /** A flooded node answers slowly. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final HistoryFile history;
    private final Field field;

    private Cluster(HistoryFile history, Field field) {
        this.history = history;
        this.field = field;
    }

    /**
     * The configuration.
     *
     * @param count the number of nodes
     * @param nodes their program, heaps and logs
     * @param options of {@code serve} for all nodes, besides addresses
     */
    record Setup(int count, NodeSetup nodes, List<String> options) {}

    /** Opens the field; no node runs yet. */
    static Cluster open(Setup setup) throws IOException {
        List<String> serve = new ArrayList<>(setup.options());
        serve.add("--cluster-name=" + NAME);
        Launch launch =
                Launch.of(setup.nodes().jar(), serve).withHeap(setup.nodes().heapMegabytes());
        Path logs = setup.nodes().logs();
        Files.createDirectories(logs);
        HistoryFile history = new HistoryFile(logs.resolve("history.ndjson"));
        try {
            FieldConfig config = new FieldConfig(setup.count(), 0, NetworkKind.LOOPBACK, logs, launch);
            return new Cluster(history, Field.open(config, history));
        } catch (IOException | RuntimeException failed) {
            history.close();
            throw failed;
        }
    }

    /** Opens the field and starts all nodes; returns when they are one safe cluster. */
    static Cluster start(Setup setup) throws IOException, NotWhole, InterruptedException {
        Cluster cluster = open(setup);
        try {
            cluster.field.startAll();
            return cluster;
        } catch (IOException | NotWhole | InterruptedException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
    }

    /** The field, to start and to kill nodes. */
    Field field() {
        return field;
    }

    /** The cluster's name. */
    String name() {
        return NAME;
    }

    List<Site> sites() {
        return field.sites();
    }

    /** The n-th site, from 1. */
    Site site(int n) {
        return sites().get(n - 1);
    }

    /** The sites at which a node runs. */
    List<Site> running() {
        return sites().stream().filter(site -> field.isRunning(site.name())).toList();
    }

    /** The pids of the running nodes. */
    List<Long> pids() throws IOException {
        List<Long> pids = new ArrayList<>();
        for (Site site : running()) {
            pids.add(field.pid(site.name()));
        }
        return pids;
    }

    /** The metrics of some nodes together. */
    NodeMetrics metrics(List<Site> some) throws IOException {
        NodeMetrics all = NodeMetrics.NONE;
        for (Site site : some) {
            all = all.and(NodeMetrics.of(field.pid(site.name()), metricsText(site)));
        }
        return all;
    }

    /** The metrics of all running nodes together. */
    NodeMetrics metrics() throws IOException {
        return metrics(running());
    }

    /** The same after a garbage collection in each node. */
    NodeMetrics collected() throws IOException, InterruptedException {
        for (long pid : pids()) {
            NodeMetrics.collect(pid);
        }
        return metrics();
    }

    /** The number of lines in the nodes' logs that contain this text. */
    long logged(String text) throws IOException {
        long lines = 0;
        for (Site site : sites()) {
            lines += field.log(site.name())
                    .lines()
                    .filter(line -> line.contains(text))
                    .count();
        }
        return lines;
    }

    private String metricsText(Site site) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(site.url() + "/metrics"))
                .timeout(ANSWER_WITHIN)
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        field.close();
        history.close();
    }
}
