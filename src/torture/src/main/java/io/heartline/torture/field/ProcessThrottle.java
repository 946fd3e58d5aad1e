package io.heartline.torture.field;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Stops or slows down a process by signals. A small shell sends them, and lets the process run again after a time limit: a
 * stopped process could not notice that its harness has ended.
 */
final class ProcessThrottle {
    private final long pid;
    private final Process shell;

    private ProcessThrottle(long pid, Process shell) {
        this.pid = pid;
        this.shell = shell;
    }

    /** Stops a process until it is released or the time limit has passed. */
    static ProcessThrottle stop(long pid, Duration atMost) throws IOException {
        String script = "kill -STOP %d; sleep %d; kill -CONT %d".formatted(pid, atMost.toSeconds(), pid);
        ProcessThrottle throttle = new ProcessThrottle(pid, shell(script));
        throttle.signal("STOP"); // when this returns, it is stopped; the shell may come later
        return throttle;
    }

    /** Stops a process for the first part of each period, until it is released or the time limit has passed. */
    static ProcessThrottle throttle(long pid, Duration off, Duration on, Duration atMost) throws IOException {
        long rounds = Math.max(1, atMost.toMillis() / (off.toMillis() + on.toMillis()));
        String script = ("i=0; while [ $i -lt %d ] && kill -STOP %d 2>/dev/null; do sleep %s; kill -CONT %d; sleep %s;"
                        + " i=$((i+1)); done; kill -CONT %d")
                .formatted(rounds, pid, seconds(off), pid, seconds(on), pid);
        return new ProcessThrottle(pid, shell(script));
    }

    /** Ends the shell in any state of the process. Idempotent; any thread. */
    void letGo() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
    }

    /** Lets the process run again. Idempotent. */
    void release() throws IOException {
        letGo();
        boolean interrupted = Thread.interrupted();
        try {
            shell.waitFor(5, TimeUnit.SECONDS); // no signal of its own may follow
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        if (ProcessHandle.of(pid).isPresent()) {
            Shell.run("sh", "-c", "kill -" + name + " " + pid + " 2>/dev/null || ! kill -0 " + pid + " 2>/dev/null");
        }
    }

    private static Process shell(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
    }

    private static String seconds(Duration duration) {
        return "%d.%03d".formatted(duration.toSeconds(), duration.toMillisPart());
    }
}
