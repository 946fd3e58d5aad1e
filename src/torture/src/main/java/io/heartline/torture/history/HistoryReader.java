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

/** Reads a history back, event by event, in the order of its lines; holds one line at a time. */
public final class HistoryReader {
    private static final JsonFactory JSON = new JsonFactory();

    private HistoryReader() {}

    /**
     * Hands over every event of a history. What stands behind the last end of line is not looked at: the run was killed
     * while it wrote it.
     *
     * @throws IOException where the file can't be read, or a line is not an event
     */
    public static void read(Path path, Consumer<Event> reader) throws IOException {
        Fields fields = new Fields();
        try (InputStream whole = new Bounded(Files.newInputStream(path), sizeOfWholeLines(path));
                JsonParser parser = JSON.createParser(new BufferedInputStream(whole, 1 << 16))) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                fields.read(parser);
                reader.accept(event(fields, parser));
            }
        }
    }

    private static Event event(Fields fields, JsonParser parser) throws IOException {
        try {
            return Shapes.read(fields);
        } catch (IllegalArgumentException e) {
            throw new IOException("Line " + parser.currentLocation().getLineNr() + " is not an event", e);
        }
    }

    /** Bytes up to and with the last end of line. */
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

    /** The first bytes of a stream. */
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
