package io.heartline.torture.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads a history file, event by event, in the order of its lines. Keeps one line in memory. */
public final class HistoryReader {
    private static final JsonFactory JSON = new JsonFactory();

    private HistoryReader() {}

    /**
     * Passes every event of a history to the reader. An incomplete last line, of a run that was killed, is ignored.
     *
     * @throws IOException if the file can't be read, or a line is not an event
     */
    public static void read(Path path, Consumer<Event> reader) throws IOException {
        JsonLineReader fields = new JsonLineReader();
        try (InputStream whole = new Bounded(Files.newInputStream(path), sizeOfWholeLines(path));
                JsonParser parser = JSON.createParser(new BufferedInputStream(whole, 1 << 16))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                fields.read(parser);
                reader.accept(event(fields, parser));
            }
        }
    }

    private static Event event(JsonLineReader fields, JsonParser parser) throws IOException {
        try {
            return EventCodecs.read(fields);
        } catch (IllegalArgumentException e) {
            throw new IOException("Line " + parser.currentLocation().getLineNr() + " is not an event", e);
        }
    }

    /** The size of the file up to the last end of a line. */
    private static long sizeOfWholeLines(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            for (long size = file.length(); size > 0; size--) {
                file.seek(size - 1);
                if (file.read() == '\n') {
                    return size;
                }
            }
            return 0;
        }
    }

    /** A stream that ends after a number of bytes. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long size) {
            super(in);
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = super.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }
    }
}
