package io.heartline.torture.field;

import io.heartline.torture.Await;
import io.heartline.torture.Site;
import io.heartline.torture.history.Event;
import io.heartline.torture.history.Recorder;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A site and the process that runs there, if any. Owned by the thread that calls the field; only {@link #destroy} may be
 * called by another.
 *
 * <p>What is done to the process is recorded before it is done; an end that nobody wanted, when it is seen.
 */
final class Place {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** The variable by which a node learns whose it is: should that process vanish, the node ends too. */
    private static final String PARENT_PID = "HEARTLINE_PARENT_PID";

    private final Site site;
    private final List<String> command;
    private final NodeLog log;
    private final Recorder recorder;
    private volatile @Nullable Running running;
    private boolean logFull;

    /** One process, from its start to its end. */
    private static final class Running {
        final Process process;
        volatile boolean endWanted;
        boolean stopped;

        volatile @Nullable Brake brake;

        Running(Process process) {
            this.process = process;
        }
    }

    Place(Site site, List<String> command, NodeLog log, Recorder recorder) {
        this.site = site;
        this.command = List.copyOf(command);
        this.log = log;
        this.recorder = recorder;
    }

    Site site() {
        return site;
    }

    boolean isRunning() {
        Running now = running;
        return now != null && now.process.isAlive();
    }

    /** Whether its output goes to a full disk. */
    boolean isLogFull() {
        return isRunning() && logFull;
    }

    /** The process that runs here. */
    long pid() throws IOException {
        return alive().process.pid();
    }

    NodeLog log() {
        return log;
    }

    /**
     * Starts a process; nothing where one runs.
     *
     * @param full whether its output goes to a full disk
     * @param options of {@code serve}, this time
     */
    void start(boolean full, List<String> options) throws IOException {
        if (isRunning()) {
            return;
        }
        log.header(full);
        List<String> all = new ArrayList<>(command);
        all.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(
                        full ? NodeLog.FULL.toFile() : log.file().toFile()));
        builder.environment()
                .put(PARENT_PID, Long.toString(ProcessHandle.current().pid()));
        Running started = new Running(builder.start());
        running = started;
        logFull = full;
        recorder.record(new Event.NodeStarted(recorder.now(), site.name(), started.process.pid()));
        var unused = started.process.onExit().thenRun(() -> onEnd(started));
    }

    private void onEnd(Running ended) {
        FakeClock.sweep(ended.process.pid());
        if (!ended.endWanted) {
            recorder.record(new Event.NodeLost(recorder.now(), site.name(), "ended"));
        }
    }

    /**
     * Waits until it says that it is ready.
     *
     * @throws NotWhole where it does not in time, or has ended
     */
    void awaitReady(Duration within) throws NotWhole, IOException, InterruptedException {
        if (!Await.until(within, PAUSE, this::isReady)) {
            throw new NotWhole(
                    site.name() + " was not ready within " + within.toSeconds() + " s",
                    List.of(Look.at(site).said()));
        }
        recorder.record(new Event.NodeReady(recorder.now(), site.name(), log.nodeId()));
    }

    private boolean isReady() throws NotWhole {
        if (!isRunning()) {
            throw new NotWhole(site.name() + " ended before it was ready", List.of("see " + log.file()));
        }
        return Look.at(site).ready();
    }

    /** {@code kill -9}; returns when it is gone. Nothing where none runs. */
    void kill() throws IOException, InterruptedException {
        if (isRunning()) {
            lost("killed");
            destroy();
            if (!awaitEnd(GONE_WITHIN)) {
                throw new IOException(site.name() + " can't be killed");
            }
        }
    }

    /** SIGTERM: it drains and ends. Nothing where none runs. */
    void terminate() {
        Running now = running;
        if (now != null && isRunning()) {
            lost("terminated");
            now.endWanted = true;
            now.process.destroy();
        }
    }

    /** Kills it, at once and without a word; for the end of all, from any thread. */
    void destroy() {
        Running now = running;
        if (now != null) {
            now.endWanted = true;
            Brake brake = now.brake;
            if (brake != null) {
                brake.letGo();
            }
            now.process.destroyForcibly();
        }
    }

    /** Waits a little for the end of what was destroyed, and removes what it left. Any thread. */
    void sweep() {
        Running now = running;
        if (now == null) {
            return;
        }
        try {
            awaitEnd(GONE_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        FakeClock.sweep(now.process.pid());
    }

    /** Whether it has ended, after so long at most. */
    boolean awaitEnd(Duration within) throws InterruptedException {
        Running now = running;
        return now == null || now.process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGSTOP, for so long at most. */
    void stop(Duration atMost) throws IOException {
        lost("hung");
        brake(Brake.stop(alive().process.pid(), atMost));
        alive().stopped = true;
    }

    /** Lets it have a processor only in the second part of every round. It is not lost, it is late. */
    void throttle(Duration off, Duration on, Duration atMost) throws IOException {
        brake(Brake.throttle(alive().process.pid(), off, on, atMost));
    }

    private void brake(Brake brake) throws IOException {
        Running now = alive();
        Brake before = now.brake;
        now.brake = brake;
        if (before != null) {
            before.release();
        }
    }

    /** Lets it run as it likes again. Idempotent. */
    void release() throws IOException {
        Running now = running;
        Brake brake = now == null ? null : now.brake;
        if (now == null || brake == null) {
            return;
        }
        brake.release();
        now.brake = null;
        if (now.stopped && isRunning()) {
            back();
        }
        now.stopped = false;
    }

    void lost(String how) {
        recorder.record(new Event.NodeLost(recorder.now(), site.name(), how));
    }

    void back() {
        recorder.record(new Event.NodeBack(recorder.now(), site.name()));
    }

    private Running alive() throws IOException {
        if (!isRunning()) {
            throw new IOException(site.name() + " does not run");
        }
        return Objects.requireNonNull(running);
    }

    /** What a node's process is started with. */
    static List<String> command(FieldConfig.Launch launch, Network network, Site site, List<String> more) {
        List<String> command = new ArrayList<>(network.entering(site));
        command.addAll(more);
        command.addAll(launch.command());
        command.addAll(List.of(
                "serve",
                "--auth=none",
                "--host=" + site.host(),
                "--port=" + site.port(),
                "--cluster-host=" + site.host(),
                "--cluster-port=" + site.clusterPort(),
                "--bus-port=" + site.busPort(),
                "--join="
                        + String.join(
                                ",", network.sites().stream().map(Site::member).toList())));
        command.addAll(launch.serve());
        return command;
    }
}
