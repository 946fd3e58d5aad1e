package io.heartline.torture.field;

import io.heartline.torture.Site;
import io.heartline.torture.history.Recorder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Node processes at fixed sites, and the network between them. Nodes are called by their sites' names. All verbs block,
 * and are called by one thread at a time; what they do to a node is recorded as
 * {@link io.heartline.torture.history.Event} says. Harm that is done twice is done once; what is undone twice, too.
 *
 * <pre>
 *   try (Field field = Field.open(config, recorder)) {
 *       field.startAll();                          // ready, whole and safe
 *       field.kill("node-2");
 *       field.restore();                           // whatever was done is undone
 *       field.awaitWhole(Duration.ofSeconds(60));
 *   }
 * </pre>
 */
public interface Field extends AutoCloseable {
    /** Makes the network and the sites. No node runs yet. */
    static Field open(FieldConfig config, Recorder recorder) throws IOException {
        return LiveField.open(config, recorder);
    }

    /** Where nodes ought to run. */
    List<Site> sites();

    /** Where more may join for a while. */
    List<Site> spares();

    /** The address of this machine that nodes reach: for publishers that join the cluster. */
    String clientHost();

    /** Why something can't be done here; empty where it can. */
    Optional<String> missing(Ability ability);

    /** Whether a process runs at this site; it may be stopped. */
    boolean isRunning(String node);

    /** The process that runs at this site; fails where none does. */
    long pid(String node) throws IOException;

    /** What a node has printed since its last start. */
    String log(String node) throws IOException;

    // -------------------------------------------------------------------------------------------------- processes

    /** Starts all that ought to run, and waits until they are a whole cluster. */
    void startAll() throws IOException, NotWhole, InterruptedException;

    /**
     * Starts a node; nothing where it runs.
     *
     * @param options of {@code serve} besides those that all have, for this start alone
     */
    void start(String node, String... options) throws IOException;

    /** The same with its log on a disk that is full. */
    void startWithFullDisk(String node) throws IOException;

    /**
     * Waits until it is ready.
     *
     * @throws NotWhole where it has ended, or is not ready in time
     */
    void awaitReady(String node, Duration within) throws IOException, NotWhole, InterruptedException;

    /** {@code kill -9}; returns when the process is gone. */
    void kill(String node) throws IOException, InterruptedException;

    /**
     * SIGTERM: it drains and ends; returns when it has.
     *
     * @throws NotWhole where it does not end in its grace period and a little more; it is killed then
     */
    void terminate(String node) throws IOException, NotWhole, InterruptedException;

    /** SIGSTOP. Should nobody {@link #resume} it, it is woken after five minutes. */
    void stop(String node) throws IOException;

    /** Lets a node run that is stopped or starved. */
    void resume(String node) throws IOException;

    /** Gives a node a fifth of a processor at most, in slices, until {@link #resume} or for five minutes. */
    void starve(String node) throws IOException;

    /** Sets a node's wall clock so far ahead of the true time, or behind it; seen by it within a second. */
    void setClock(String node, Duration ahead) throws IOException;

    // ---------------------------------------------------------------------------------------------------- network

    /**
     * Lets vanish what two nodes send each other, on connections that there are and on new ones. Nobody is told: senders
     * repeat, and wait.
     */
    void cut(String one, String other) throws IOException;

    /** The same in one direction; an answer to what comes the other way vanishes too. */
    void cutOneWay(String from, String to) throws IOException;

    /** Cuts a node off from all others, and from clients and publishers where wanted. It counts as lost. */
    void isolate(String node, boolean fromClientsToo) throws IOException;

    /** Cuts the network in two; clients reach both sides. The smaller side, or else the second, counts as lost. */
    void split(List<String> one, List<String> other) throws IOException;

    /** Lets a node send and get so many kilobits a second, to and from everybody. */
    void slow(String node, int kilobits) throws IOException;

    /** Undoes all cuts and slow links. */
    void mend() throws IOException;

    // ----------------------------------------------------------------------------------------------------- whole

    /**
     * Undoes whatever was done: wakes and feeds, mends, sets clocks right, ends spares, starts what ought to run. Does all
     * of that even where a part fails. The cluster may need a while then.
     */
    void restore() throws IOException, NotWhole, InterruptedException;

    /**
     * Waits until all that ought to run is ready, sees exactly the others, and says that it is safe; and says so again a
     * moment later. Records what it sees.
     *
     * @throws NotWhole where that does not come in time
     */
    void awaitWhole(Duration within) throws NotWhole, InterruptedException;

    /** Kills all and removes the network. Any thread; idempotent. */
    @Override
    void close();
}
