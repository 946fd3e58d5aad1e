package io.heartline.torture.storm;

import io.heartline.torture.Site;
import io.heartline.torture.field.FieldConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One node as a process of its own, to be measured and killed. */
final class Node {
    private final Site site;
    private final Process process;
    private final Path log;

    private Node(Site site, Process process, Path log) {
        this.site = site;
        this.process = process;
        this.log = log;
    }

    /** Starts this very program as a node, with so much heap. */
    static Node start(Site site, int heapMegabytes, Path log, List<String> options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Xmx" + heapMegabytes + "m", "-Xshare:auto", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(program());
        command.add("serve");
        command.addAll(options);
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .put(
                        "HEARTLINE_PARENT_PID",
                        Long.toString(ProcessHandle.current().pid()));
        return new Node(site, builder.start(), log);
    }

    /** The jar that is asked for, or the one that this class is in; else the classes of this process. */
    private static List<String> program() {
        String jar = System.getProperty("heartline.jar");
        if (jar != null) {
            return List.of("-jar", jar);
        }
        return FieldConfig.Launch.ofSelf().program();
    }

    Site site() {
        return site;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}; over when the process is gone. */
    void kill() {
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }

    /** How many lines of its log hold this text. */
    long logged(String text) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }
}
