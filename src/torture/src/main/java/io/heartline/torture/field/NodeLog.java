package io.heartline.torture.field;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The log file of a node over all its starts. Each start begins with a header line. */
final class NodeLog {
    /** A full disk: every write to it fails with ENOSPC. */
    static final Path FULL = Path.of("/dev/full");

    private static final Pattern SERVES = Pattern.compile("Node (\\S+) serves at");

    private final String node;
    private final Path file;
    private long startedAt;

    NodeLog(String node, Path directory) {
        this.node = node;
        this.file = directory.resolve(node + ".log");
    }

    Path file() {
        return file;
    }

    /** Writes the header line of a start. */
    void header(boolean full) throws IOException {
        startedAt = Files.exists(file) ? Files.size(file) : 0;
        String where = full ? ", its output goes to a full disk" : "";
        String line = "======== " + node + " is started at " + Instant.now() + where + System.lineSeparator();
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The output of the node since its last start, with the header line. */
    String sinceStart() throws IOException {
        byte[] all = Files.readAllBytes(file);
        int from = (int) Math.min(startedAt, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    /** The node id of the last start; empty if the log does not show it yet. */
    String nodeId() throws IOException {
        Matcher serves = SERVES.matcher(sinceStart());
        return serves.find() ? serves.group(1) : "";
    }
}
