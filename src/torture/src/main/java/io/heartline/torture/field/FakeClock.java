package io.heartline.torture.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of one node, which can be set while the node runs. The preloaded libfaketime reads the offset of the clock
 * from a file once a second. The monotonic clock, by which a JVM waits, is not changed.
 */
final class FakeClock {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1"),
            Path.of("/usr/lib64/faketime/libfaketime.so.1"),
            Path.of("/usr/lib/faketime/libfaketime.so.1"));

    private final Path library;
    private final Path offset;

    private FakeClock(Path library, Path offset) {
        this.library = library;
        this.offset = offset;
    }

    static Optional<Path> library() {
        return LIBRARIES.stream().filter(Files::isRegularFile).findFirst();
    }

    /** A clock with offset 0. */
    static FakeClock of(String node, Path directory, Path library) throws IOException {
        FakeClock clock = new FakeClock(library, directory.resolve(node + ".clock"));
        clock.set(Duration.ZERO);
        return clock;
    }

    /** Sets the offset from the true time; a negative one is behind it. Takes effect within a second. */
    void set(Duration ahead) throws IOException {
        Path next = offset.resolveSibling(offset.getFileName() + ".next"); // never read half written
        Files.writeString(next, "%+d%n".formatted(ahead.toSeconds()));
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The environment of the node's process. Without the last variable the library converts a JVM's deadlines wrongly, and every
     * wait ends at once.
     */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** Removes the shared memory that the library leaves if its process was killed. */
    static void sweep(long pid) {
        for (String name : List.of("faketime_shm_" + pid, "sem.faketime_sem_" + pid)) {
            try {
                Files.deleteIfExists(Path.of("/dev/shm", name));
            } catch (IOException staysThere) {
                // A few bytes until the machine is restarted.
            }
        }
    }
}
