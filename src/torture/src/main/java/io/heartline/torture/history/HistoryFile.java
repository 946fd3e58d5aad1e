package io.heartline.torture.history;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a history down: one line of JSON for each event, in the order in which they came. From any thread; the lock is
 * held while a line is formatted and, every 256 KiB, while they are written. The run's clock begins when it is opened.
 *
 * <pre>
 *   {"e":"tried","t":5012,"u":"user-7","i":"p1-42","v":42,"ttl":0,"by":"HTTP","n":"node-1"}
 *   {"e":"got","t":5016,"l":31,"p":"a1b2","s":9,"i":"p1-42","v":42}
 * </pre>
 */
public final class HistoryFile implements Recorder, Closeable {
    private static final int FLUSHED_BYTES = 256 << 10;

    private final long startNanos = System.nanoTime();
    private final Line lines = new Line();
    private final OutputStream file;
    private boolean closed;

    /** Begins a new history, in the place of one that was there. */
    public HistoryFile(Path path) throws IOException {
        this.file = Files.newOutputStream(path);
    }

    /** An event as it stands in the file, without the end of its line. */
    public static String line(Event event) {
        Line line = new Line();
        Shapes.write(event, line);
        return line.toString().stripTrailing();
    }

    @Override
    public long now() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** Throws {@link UncheckedIOException} where the disk takes no more. After {@link #close} events are dropped. */
    @Override
    public synchronized void record(Event event) {
        if (closed) {
            return;
        }
        Shapes.write(event, lines);
        if (lines.size() >= FLUSHED_BYTES) {
            try {
                lines.drainTo(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Brings all that was recorded into the file. */
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
