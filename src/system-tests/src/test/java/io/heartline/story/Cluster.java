package io.heartline.story;

import static io.heartline.testsupport.Eventually.eventually;

import io.heartline.testsupport.Ports;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cluster of processes on this machine: {@code aCluster("what it shows").withNodes(3)}. */
public final class Cluster implements AutoCloseable {
    /** Addresses of nodes that may join later; a node that looks for the other side of a split tries each for 5 s. */
    private static final int SPARE = 1;

    private final String name;
    private final List<String> options;
    private final List<Integer> clusterPorts = new ArrayList<>();
    private final List<NodeProcess> nodes = new ArrayList<>();
    private final String heap;
    private int starts;

    private Cluster(String name, List<String> options, String heap) {
        this.name = name;
        this.options = options;
        this.heap = heap;
    }

    public static Builder aCluster(String name) {
        return new Builder(name);
    }

    /** The settings of a cluster before its first node starts. */
    public static final class Builder {
        private final String name;
        private final List<String> options = new ArrayList<>();
        private String heap = "512m";

        private Builder(String name) {
            this.name = name;
        }

        public Builder with(String option) {
            options.add(option);
            return this;
        }

        /** The size of the heap of each node, as {@code -Xmx} takes it. */
        public Builder withHeap(String size) {
            heap = size;
            return this;
        }

        /** Starts the nodes at once and waits until all are ready and see each other. */
        public Cluster withNodes(int count) {
            Cluster cluster = new Cluster(name, options, heap);
            for (int i = 0; i < count + SPARE; i++) {
                cluster.clusterPorts.add(Ports.free());
            }
            try {
                for (int i = 0; i < count; i++) {
                    cluster.nodes.add(cluster.start(i));
                }
                cluster.nodes.forEach(NodeProcess::awaitReady);
                cluster.awaitSize(count);
                return cluster;
            } catch (Throwable failed) {
                cluster.close();
                throw failed;
            }
        }
    }

    /** The name of the cluster in the configuration of its nodes. */
    public String name() {
        return name + "-" + clusterPorts.get(0);
    }

    /** The cluster address of the n-th node, from 1. */
    String member(int n) {
        return members().get(n - 1);
    }

    /** The cluster addresses of all nodes, including those that may join later. */
    List<String> members() {
        return clusterPorts.stream().map(port -> "127.0.0.1:" + port).toList();
    }

    /** The n-th node, from 1. */
    public NodeProcess node(int n) {
        return nodes.get(n - 1);
    }

    /** Starts a new node in the place of the n-th, from 1, which has ended. Does not wait until it is ready. */
    NodeProcess restart(int n) {
        nodes.set(n - 1, start(n - 1));
        return node(n);
    }

    /** Starts one more node and waits until it is ready. */
    NodeProcess join() {
        NodeProcess node = start();
        node.awaitReady();
        return node;
    }

    /** The same with another size of its heap, as {@code -Xmx} takes it. */
    NodeProcess joinWithHeap(String size) {
        NodeProcess node = start(nodes.size(), size);
        nodes.add(node);
        node.awaitReady();
        return node;
    }

    /** Starts one more node. Does not wait until it is ready. */
    NodeProcess start() {
        NodeProcess node = start(nodes.size());
        nodes.add(node);
        return node;
    }

    /** Starts a new node in the place of each that has ended, so that tests can share a cluster; waits until it is whole. */
    public Cluster restore() {
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).isAlive()) {
                restart(i + 1);
            }
        }
        nodes.forEach(NodeProcess::awaitReady);
        awaitSize(nodes.size());
        return this;
    }

    public void awaitSize(int count) {
        for (NodeProcess node : nodes) {
            if (node.isAlive()) {
                eventually(node.name() + " sees " + count + " safe nodes", Duration.ofSeconds(60), () -> {
                    JsonObject view = Http.get(node.url() + "/v1/cluster").json();
                    boolean safe = view.getBoolean("safe") || count == 1; // a single node has no replica
                    return safe && view.getJsonArray("nodes").size() == count;
                });
            }
        }
    }

    private NodeProcess start(int i) {
        return start(i, heap);
    }

    private NodeProcess start(int i, String heap) {
        List<String> all = new ArrayList<>(options);
        all.add("--cluster-port=" + clusterPorts.get(i));
        all.add("--bus-port=" + Ports.free());
        all.add("--cluster-name=" + name());
        all.add("--join=" + String.join(",", members()));
        Path log = Path.of("target", "story-logs", name, "node-" + (i + 1) + "-start-" + ++starts + ".log");
        return NodeProcess.start("node-" + (i + 1), Ports.free(), log, all, heap);
    }

    /** Pushes through a node; the push must be stored. */
    public static JsonObject push(NodeProcess through, String user, String body) {
        Http.Answer answer = Http.post(through.url() + "/v1/push", "{\"user\":\"" + user + "\",\"body\":" + body + "}");
        if (answer.status() != 202) {
            throw new AssertionError("push answered " + answer.status() + ": " + answer.text());
        }
        return answer.json().getJsonArray("results").getJsonObject(0);
    }

    @Override
    public void close() {
        for (NodeProcess node : nodes) {
            if (node.isAlive()) {
                node.kill();
            }
        }
    }
}
