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

/** The nodes of a storm: a field on loopback, and how its nodes are. Used by one thread; closing it ends them. */
final class Cluster implements AutoCloseable {
    private static final String NAME = "storm-" + ProcessHandle.current().pid();
    /** A node that is flooded has other things to do than to tell how it is. */
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
     * What it is made of.
     *
     * @param count how many nodes
     * @param nodes their program, heaps and logs
     * @param options of {@code serve} for all nodes, but for those that say where they are
     */
    record Setup(int count, NodeSetup nodes, List<String> options) {}

    /** No node runs yet. */
    static Cluster open(Setup setup) throws IOException {
        List<String> serve = new ArrayList<>(setup.options());
        serve.add("--cluster-name=" + NAME);
        Launch launch = Launch.of(setup.nodes().jar(), serve).withHeap(setup.nodes().heapMegabytes());
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

    /** All nodes run, and are whole and safe. */
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

    /** To start and to kill nodes by. */
    Field field() {
        return field;
    }

    /** What the nodes call their cluster. */
    String name() {
        return NAME;
    }

    List<Site> sites() {
        return field.sites();
    }

    /** The n-th, from 1. */
    Site site(int n) {
        return sites().get(n - 1);
    }

    /** Where a node runs. */
    List<Site> running() {
        return sites().stream().filter(site -> field.isRunning(site.name())).toList();
    }

    /** The processes that run. */
    List<Long> pids() throws IOException {
        List<Long> pids = new ArrayList<>();
        for (Site site : running()) {
            pids.add(field.pid(site.name()));
        }
        return pids;
    }

    /** How some nodes are, taken together. */
    Vitals vitals(List<Site> some) throws IOException {
        Vitals all = Vitals.NONE;
        for (Site site : some) {
            all = all.and(Vitals.of(field.pid(site.name()), metrics(site)));
        }
        return all;
    }

    /** How those are that run. */
    Vitals vitals() throws IOException {
        return vitals(running());
    }

    /** The same after each has collected its garbage. */
    Vitals collected() throws IOException, InterruptedException {
        for (long pid : pids()) {
            Vitals.collect(pid);
        }
        return vitals();
    }

    /** How many lines that the nodes have printed hold this text. */
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

    private String metrics(Site site) throws IOException {
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
