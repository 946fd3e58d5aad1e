package io.heartline.torture.field;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs short commands of the operating system. */
final class Shell {
    private static final long WITHIN_SECONDS = 10;

    private Shell() {}

    /**
     * Runs a command and waits for it, 10 s at most.
     *
     * @return its output
     * @throws IOException if it can't be started, fails, or does not end; with its output
     */
    static String run(List<String> command) throws IOException {
        File output = File.createTempFile("heartline-", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            boolean ended = awaitEnd(process);
            String said =
                    Files.readString(output.toPath(), StandardCharsets.UTF_8).strip();
            if (!ended) {
                throw new IOException(String.join(" ", command) + ": no end within " + WITHIN_SECONDS + " s: " + said);
            }
            if (process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said);
            }
            return said;
        } finally {
            var unused = output.delete();
        }
    }

    static String run(String... command) throws IOException {
        return run(List.of(command));
    }

    /** Waits even if the thread is interrupted: half a cut is worse than a late one. */
    private static boolean awaitEnd(Process process) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WITHIN_SECONDS);
        try {
            while (true) {
                try {
                    boolean ended = process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    if (!ended) {
                        process.destroyForcibly();
                    }
                    return ended;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
