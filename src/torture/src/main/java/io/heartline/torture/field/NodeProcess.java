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
 * A site and its node process, if one runs. Owned by the thread that calls the field; only {@link #destroy} may be called by
 * another.
 *
 * <p>Each act on the process is recorded before it happens; an end that the harness did not cause, when it is noticed.
 */
final class NodeProcess {
    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(200);
    /** The variable with the pid of the harness: if that process ends, the node ends too. */
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

        volatile @Nullable ProcessThrottle throttle;

        Running(Process process) {
            this.process = process;
        }
    }

    NodeProcess(Site site, List<String> command, NodeLog log, Recorder recorder) {
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

    /** True if its output goes to a full disk. */
    boolean isLogFull() {
        return isRunning() && logFull;
    }

    /** The pid; fails if no process runs. */
    long pid() throws IOException {
        return alive().process.pid();
    }

    NodeLog log() {
        return log;
    }

    /**
     * Starts a process; does nothing if one runs.
     *
     * @param full true if its output goes to a full disk
     * @param options of {@code serve} for this start
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
     * Waits until it is ready.
     *
     * @throws NotWhole if it is not ready in time, or has ended
     */
    void awaitReady(Duration within) throws NotWhole, IOException, InterruptedException {
        if (!Await.until(within, PAUSE, this::isReady)) {
            throw new NotWhole(
                    site.name() + " was not ready within " + within.toSeconds() + " s",
                    List.of(NodeStatus.of(site).said()));
        }
        recorder.record(new Event.NodeReady(recorder.now(), site.name(), log.nodeId()));
    }

    private boolean isReady() throws NotWhole {
        if (!isRunning()) {
            throw new NotWhole(site.name() + " ended before it was ready", List.of("see " + log.file()));
        }
        return NodeStatus.of(site).ready();
    }

    /** {@code kill -9}; returns when the process is gone. Does nothing if none runs. */
    void kill() throws IOException, InterruptedException {
        if (isRunning()) {
            lost("killed");
            destroy();
            if (!awaitEnd(GONE_WITHIN)) {
                throw new IOException(site.name() + " can't be killed");
            }
        }
    }

    /** SIGTERM: the node drains and ends. Does nothing if none runs. */
    void terminate() {
        Running now = running;
        if (now != null && isRunning()) {
            lost("terminated");
            now.endWanted = true;
            now.process.destroy();
        }
    }

    /** Kills the process without an event in the history, at the end of a run. Any thread. */
    void destroy() {
        Running now = running;
        if (now != null) {
            now.endWanted = true;
            ProcessThrottle throttle = now.throttle;
            if (throttle != null) {
                throttle.letGo();
            }
            now.process.destroyForcibly();
        }
    }

    /** Waits for the end of a destroyed process, and removes its shared memory. Any thread. */
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

    /** Waits for its end; returns false if the time limit has passed. */
    boolean awaitEnd(Duration within) throws InterruptedException {
        Running now = running;
        return now == null || now.process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** SIGSTOP, until it is released or the time limit has passed. */
    void stop(Duration atMost) throws IOException {
        lost("hung");
        apply(ProcessThrottle.stop(alive().process.pid(), atMost));
        alive().stopped = true;
    }

    /** Stops the process in the first part of each period. The node is slow, but not lost. */
    void throttle(Duration off, Duration on, Duration atMost) throws IOException {
        apply(ProcessThrottle.throttle(alive().process.pid(), off, on, atMost));
    }

    private void apply(ProcessThrottle throttle) throws IOException {
        Running now = alive();
        ProcessThrottle before = now.throttle;
        now.throttle = throttle;
        if (before != null) {
            before.release();
        }
    }

    /** Undoes a stop or a throttle. Idempotent. */
    void release() throws IOException {
        Running now = running;
        ProcessThrottle throttle = now == null ? null : now.throttle;
        if (now == null || throttle == null) {
            return;
        }
        throttle.release();
        now.throttle = null;
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
}
