package io.heartline.cli.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A node in a process of its own, started from this very jar. Its output is passed on, each line prefixed with the node's
 * name.
 */
public final class ChildNode implements NodeProcess {
    /** The variable with the pid of the parent process. If the parent ends, the node ends too. */
    public static final String PARENT_PID = "HEARTLINE_PARENT_PID";

    private static final Duration END_WITHIN = Duration.ofSeconds(10);

    private final String name;
    private final int port;
    private final Process process;

    private ChildNode(String name, int port, Process process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    static ChildNode start(String name, int port, List<String> arguments, PrintWriter out) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("-Xshare:auto");
        command.addAll(program());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .put(PARENT_PID, Long.toString(ProcessHandle.current().pid()));
        ChildNode child = new ChildNode(name, port, builder.start());
        Thread reader = new Thread(() -> child.passOn(out), name);
        reader.setDaemon(true);
        reader.start();
        return child;
    }

    private static List<String> program() throws IOException {
        try {
            File self = new File(ChildNode.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return self.isFile()
                    ? List.of("-jar", self.getPath())
                    : List.of("-cp", System.getProperty("java.class.path"), "io.heartline.Main");
        } catch (URISyntaxException e) {
            throw new IOException("can't tell where this program lies: " + e.getMessage(), e);
        }
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public CompletionStage<?> ended() {
        return process.onExit();
    }

    @Override
    public void awaitReady(Duration within) throws IOException, InterruptedException {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + within.toNanos();
        while (System.nanoTime() < deadline) {
            boolean answered = false;
            try {
                answered = client.send(ready, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException notYet) {
                // It does not listen yet.
            }
            if (!process.isAlive()) { // checked last: another process may answer at its port
                throw new IOException(name + " ended before it was ready (exit code " + process.exitValue() + ")");
            }
            if (answered) {
                return;
            }
            process.waitFor(100, TimeUnit.MILLISECONDS);
        }
        throw new IOException(name + " was not ready within " + within.toSeconds() + " s");
    }

    @Override
    public void kill() {
        process.toHandle().destroyForcibly();
    }

    @Override
    public void hang() throws IOException, InterruptedException {
        signal("STOP");
    }

    @Override
    public void wake() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + signal + " " + pid() + " failed");
        }
    }

    @Override
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close the streams at once
    }

    @Override
    public void awaitEnd() {
        try {
            if (!process.waitFor(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void passOn(PrintWriter out) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                synchronized (out) {
                    out.println(name + " | " + line);
                    out.flush();
                }
            }
        } catch (IOException ended) {
            // The process has ended, and its output with it.
        }
    }
}
