package io.heartline.api;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Splits a stream of bytes into lines. A line over the limit is reported as soon as that is known and never kept; blank
 * lines are ignored.
 *
 * <p>Holds the bytes that were added and not taken: a caller that takes all lines before it adds more holds one chunk
 * and the beginning of one line. Not thread-safe.
 */
final class LineSplitter {
    private final int limit;
    private Buffer chunk = Buffer.buffer();
    private int from;
    private Buffer begun = Buffer.buffer();
    /** True while the rest of a line over the limit is skipped. */
    private boolean skipping;

    private boolean ended;

    LineSplitter(int limit) {
        this.limit = limit;
    }

    /** A line without its end; {@code content} is null if it is over the limit. */
    record Line(@Nullable Buffer content) {}

    void add(Buffer next) {
        chunk = from == chunk.length()
                ? next
                : chunk.getBuffer(from, chunk.length()).appendBuffer(next);
        from = 0;
    }

    /** Ends the stream: a line without an end counts too. */
    void end() {
        ended = true;
    }

    /** The next line; null if none is complete. */
    @Nullable
    Line next() {
        while (from < chunk.length()) {
            int end = indexOfLineEnd();
            Line line = end < chunk.length() ? finish(end) : begin(end);
            from = Math.min(end + 1, chunk.length());
            if (line != null) {
                return line;
            }
        }
        Line last = ended ? finish(from) : null;
        chunk = Buffer.buffer(); // it is not kept while the caller waits for more
        from = 0;
        return last;
    }

    private int indexOfLineEnd() {
        int end = from;
        while (end < chunk.length() && chunk.getByte(end) != '\n') {
            end++;
        }
        return end;
    }

    private @Nullable Line finish(int end) {
        boolean skipped = skipping;
        skipping = false;
        if (skipped) {
            return null;
        }
        if (begun.length() + end - from > limit) {
            begun = Buffer.buffer();
            return new Line(null);
        }
        Buffer content = begun.length() == 0 ? chunk.getBuffer(from, end) : begun.appendBuffer(chunk, from, end - from);
        begun = Buffer.buffer();
        return isBlank(content) ? null : new Line(content);
    }

    private @Nullable Line begin(int end) {
        if (skipping) {
            return null;
        }
        if (begun.length() + end - from > limit) {
            skipping = true;
            begun = Buffer.buffer();
            return new Line(null);
        }
        begun.appendBuffer(chunk, from, end - from);
        return null;
    }

    private static boolean isBlank(Buffer content) {
        for (int i = 0; i < content.length(); i++) {
            byte b = content.getByte(i);
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
