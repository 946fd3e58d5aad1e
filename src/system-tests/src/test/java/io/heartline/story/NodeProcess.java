package io.heartline.story;

import static io.heartline.testsupport.Eventually.eventually;

import io.heartline.testsupport.QuickJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One node as a process of its own, to be killed, stopped, woken and terminated. */
public final class NodeProcess {
    /** A generous timeout, not a guarantee: a start takes ten times as long on a busy machine. */
    static final Duration READY_WITHIN = Duration.ofMinutes(3);

    private final String name;
    private final int port;
    private final Process process;
    private final Path log;

    private NodeProcess(String name, int port, Process process, Path log) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.log = log;
    }

    static NodeProcess start(String name, int port, Path log, List<String> options) {
        return start(name, port, log, options, "512m");
    }

    /** A node that may open so many files. */
    static NodeProcess startWithFiles(int files, String name, int port, Path log, List<String> options) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + files + " && exec \"$@\"", "sh"));
        command.addAll(command(port, options, "512m"));
        return run(name, port, log, command);
    }

    /** A node with a heap of this size, as {@code -Xmx} takes it. */
    static NodeProcess start(String name, int port, Path log, List<String> options, String heap) {
        return run(name, port, log, command(port, options, heap));
    }

    private static List<String> command(int port, List<String> options, String heap) {
        List<String> command = new ArrayList<>();
        command.add(QuickJvm.java());
        command.addAll(QuickJvm.options());
        command.addAll(List.of(
                "-XX:+UseSerialGC", "-Xmx" + heap, "-jar", QuickJvm.jar().toString(), "serve"));
        command.add("--port=" + port);
        command.addAll(options);
        return command;
    }

    private static NodeProcess run(String name, int port, Path log, List<String> command) {
        try {
            Files.createDirectories(log.getParent());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
                    .start();
            return new NodeProcess(name, port, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}. */
    void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
    }

    /** SIGSTOP: it hangs, its sockets stay open. */
    void hang() {
        signal("STOP");
    }

    /** SIGCONT. */
    void wake() {
        signal("CONT");
    }

    /** SIGTERM: it drains and ends. */
    void terminate() {
        process.destroy();
    }

    int awaitExit(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end within " + within.toSeconds() + " s; see " + log);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void awaitReady() {
        eventually(name + " is ready; see " + log, READY_WITHIN, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " has ended");
            }
            return Http.get(url() + "/health/ready").status() == 200;
        });
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError("kill -" + signal + " " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
