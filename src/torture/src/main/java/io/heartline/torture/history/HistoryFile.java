package io.heartline.torture.history;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a history file: one line of JSON for each event, in the order of the calls. Any thread; the lock is held while a line is
 * formatted and, every 256 KiB, while lines are written. The run's clock starts with the constructor.
 *
 * <pre>
 *   {"e":"tried","t":5012,"u":"user-7","i":"p1-42","v":42,"ttl":0,"by":"HTTP","n":"node-1"}
 *   {"e":"got","t":5016,"l":31,"p":"a1b2","s":9,"i":"p1-42","v":42}
 * </pre>
 */
public final class HistoryFile implements Recorder, Closeable {
    private static final int FLUSHED_BYTES = 256 << 10;

    private final long startNanos = System.nanoTime();
    private final JsonLineWriter lines = new JsonLineWriter();
    private final OutputStream file;
    private boolean closed;

    /** Creates a history file, and replaces an older one. */
    public HistoryFile(Path path) throws IOException {
        this.file = Files.newOutputStream(path);
    }

    /** The line of an event in the file, without its end. */
    public static String line(Event event) {
        JsonLineWriter line = new JsonLineWriter();
        EventCodecs.write(event, line);
        return line.toString().stripTrailing();
    }

    @Override
    public long now() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** Throws {@link UncheckedIOException} if the write fails. After {@link #close} events are dropped. */
    @Override
    public synchronized void record(Event event) {
        if (closed) {
            return;
        }
        EventCodecs.write(event, lines);
        if (lines.size() >= FLUSHED_BYTES) {
            try {
                lines.drainTo(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Writes all recorded events to the file. */
    public synchronized void flush() throws IOException {
        if (!closed) {
            lines.drainTo(file);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (!closed) {
            lines.drainTo(file);
            closed = true;
            file.close();
        }
    }
}
