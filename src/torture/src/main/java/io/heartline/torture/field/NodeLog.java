package io.heartline.torture.field;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a node prints, over all its starts: each begins with a line of ours. */
final class NodeLog {
    /** A disk without room: every write to it fails with ENOSPC. */
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

    /** Writes the line that a start begins with. */
    void header(boolean full) throws IOException {
        startedAt = Files.exists(file) ? Files.size(file) : 0;
        String where = full ? ", its output goes to a full disk" : "";
        String line = "======== " + node + " is started at " + Instant.now() + where + System.lineSeparator();
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** What the node has printed since its last start, our line first. */
    String sinceStart() throws IOException {
        byte[] all = Files.readAllBytes(file);
        int from = (int) Math.min(startedAt, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    /** The id under which the node of the last start serves; empty where it has not said so. */
    String nodeId() throws IOException {
        Matcher serves = SERVES.matcher(sinceStart());
        return serves.find() ? serves.group(1) : "";
    }
}
