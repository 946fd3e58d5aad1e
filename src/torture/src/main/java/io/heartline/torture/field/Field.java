package io.heartline.torture.field;

import io.heartline.torture.Site;
import io.heartline.torture.history.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The test field: node processes at fixed sites, and the network between them. A node is named by its site. All methods block,
 * are called by one thread at a time, and are idempotent. Their effects on a node are recorded as
 * {@link io.heartline.torture.history.Event}s.
 *
 * <pre>
 *   try (Field field = Field.open(config, recorder)) {
 *       field.startAll();                          // ready, one cluster, safe
 *       field.kill("node-2");
 *       field.restore();                           // undoes all faults
 *       field.awaitWhole(Duration.ofSeconds(60));
 *   }
 * </pre>
 */
public interface Field extends AutoCloseable {
    /** The time within which nodes that were started are ready, and within which they are one cluster. */
    Duration START_WITHIN = Duration.ofMinutes(2);

    /** Creates the network and the sites. No node runs yet. */
    static Field open(FieldConfig config, Recorder recorder) throws IOException {
        return LiveField.open(config, recorder);
    }

    /** The sites of the cluster. {@link #restore} starts a node at each. */
    List<Site> sites();

    /** Additional sites, for nodes that join for a while. */
    List<Site> spares();

    /** The address of this machine that nodes can reach, for publishers that join the cluster. */
    String clientHost();

    /** The reason why this field lacks a capability; empty if it has it. */
    Optional<String> missing(Capability ability);

    /** True if a process runs at this site, even if it is stopped by a signal. */
    boolean isRunning(String node);

    /** The pid of the process at this site; fails if none runs. */
    long pid(String node) throws IOException;

    /** The output of a node since its last start. */
    String log(String node) throws IOException;

    // -------------------------------------------------------------------------------------------------- processes

    /** Starts a node at each site, and waits until they are one safe cluster. */
    default void startAll() throws IOException, NotWhole, InterruptedException {
        for (Site site : sites()) {
            start(site.name());
        }
        for (Site site : sites()) {
            awaitReady(site.name(), START_WITHIN);
        }
        awaitWhole(START_WITHIN);
    }

    /**
     * Starts a node; does nothing if it runs.
     *
     * @param options more options of {@code serve}, for this start alone
     */
    void start(String node, String... options) throws IOException;

    /** Starts a node and waits until it is ready; does nothing if it runs. */
    default void revive(String node) throws IOException, NotWhole, InterruptedException {
        if (!isRunning(node)) {
            start(node);
            awaitReady(node, START_WITHIN);
        }
    }

    /** Starts a node with its log on a full disk. */
    void startWithFullDisk(String node) throws IOException;

    /**
     * Waits until a node is ready.
     *
     * @throws NotWhole if it has ended, or is not ready in time
     */
    void awaitReady(String node, Duration within) throws IOException, NotWhole, InterruptedException;

    /** {@code kill -9}; returns when the process is gone. */
    void kill(String node) throws IOException, InterruptedException;

    /**
     * SIGTERM: the node drains and ends; returns when it has.
     *
     * @throws NotWhole if it does not end within its grace period and some more time; it is then killed
     */
    void terminate(String node) throws IOException, NotWhole, InterruptedException;

    /** SIGSTOP, until {@link #resume} or for five minutes. */
    void stop(String node) throws IOException;

    /** Undoes {@link #stop} and {@link #starve}. */
    void resume(String node) throws IOException;

    /** Limits a node to a fifth of a processor, in slices, until {@link #resume} or for five minutes. */
    void starve(String node) throws IOException;

    /** Sets the offset of a node's wall clock from the true time. Takes effect within a second. */
    void setClock(String node, Duration ahead) throws IOException;

    // ---------------------------------------------------------------------------------------------------- network

    /**
     * Drops all packets between two nodes, on existing and on new connections. No connection is reset: TCP retransmits, and
     * senders wait.
     */
    void cut(String one, String other) throws IOException;

    /** Drops all packets in one direction, including acknowledgements of TCP. */
    void cutOneWay(String from, String to) throws IOException;

    /** Cuts a node off from all others, and optionally from clients and publishers. The node counts as lost. */
    void isolate(String node, boolean fromClientsToo) throws IOException;

    /** Partitions the network; clients reach both sides. The smaller side, or the second of equals, counts as lost. */
    void split(List<String> one, List<String> other) throws IOException;

    /** Limits the traffic of a node, in each direction, to a number of kilobits a second. */
    void slow(String node, int kilobits) throws IOException;

    /** Removes all cuts and slow links. */
    void mend() throws IOException;

    // ----------------------------------------------------------------------------------------------------- whole

    /**
     * Undoes all faults: resumes nodes, repairs the network, sets clocks right, ends spare nodes, and starts missing ones. Attempts
     * every step even if one fails. The cluster may need some time afterwards.
     */
    void restore() throws IOException, NotWhole, InterruptedException;

    /**
     * Waits until the nodes of all sites are ready, see exactly each other, and report that all replicas are complete, twice in a
     * row. Records their answers.
     *
     * @throws NotWhole if that takes too long
     */
    void awaitWhole(Duration within) throws NotWhole, InterruptedException;

    /** Kills all nodes and removes the network. Any thread; idempotent. */
    @Override
    void close();
}
