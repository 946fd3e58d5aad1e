package io.heartline.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command line of nodes that tests start. Most of them run for seconds, in which they mainly load and compile classes. With a
 * class archive and the quick compiler alone, a start takes a third of the processor time.
 */
public final class QuickJvm {
    private static final Path TARGET = Path.of("target");
    private static final Path ARCHIVE = TARGET.resolve("node.jsa");
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private QuickJvm() {}

    /** The {@code java} of this JVM. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** The executable jar of the server. */
    public static Path jar() {
        return Path.of(System.getProperty("heartline.jar", "target/heartline.jar"));
    }

    /** Options of the JVM, except for its heap and collector. The first call after a build of the jar waits until a class archive is created. */
    public static List<String> options() {
        List<String> options = new ArrayList<>(List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1"));
        if (hasArchive()) {
            options.add("-XX:SharedArchiveFile=" + ARCHIVE.toAbsolutePath());
        }
        return options;
    }

    /** Creates the archive if necessary; returns false if this JDK can't create one. */
    private static synchronized boolean hasArchive() {
        try (FileChannel lock =
                FileChannel.open(TARGET.resolve("node.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock.lock();
            if (Files.notExists(ARCHIVE) || isOlder(ARCHIVE, jar())) {
                makeArchive();
            }
            return Files.size(ARCHIVE) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOlder(Path one, Path other) throws IOException {
        return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) < 0;
    }

    /** Creates the archive from the classes that a single node loads. Leaves an empty file if that fails. */
    private static void makeArchive() throws IOException {
        Path made = TARGET.resolve("node.jsa.new");
        Path log = TARGET.resolve("node.jsa.log");
        Files.deleteIfExists(made);
        Process node = new ProcessBuilder(
                        java(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:ArchiveClassesAtExit=" + made.toAbsolutePath(),
                        "-jar",
                        jar().toString(),
                        "serve",
                        "--auth=none",
                        "--host=127.0.0.1",
                        "--cluster-host=127.0.0.1",
                        "--port=" + Ports.free(),
                        "--cluster-port=" + Ports.free(),
                        "--bus-port=" + Ports.free(),
                        "--cluster-name=archive-" + ProcessHandle.current().pid())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile()))
                .start();
        try {
            long end = System.nanoTime() + WITHIN.toNanos();
            while (!Files.readString(log).contains(" serves at ") && node.isAlive() && System.nanoTime() < end) {
                node.waitFor(50, TimeUnit.MILLISECONDS);
            }
            node.destroy();
            node.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            node.destroyForcibly();
        }
        if (Files.notExists(made)) {
            Files.createFile(made);
        }
        Files.move(made, ARCHIVE, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
