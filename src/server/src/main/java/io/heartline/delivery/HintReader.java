package io.heartline.delivery;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Walks through the bytes of a batch; throws {@link MalformedBatch} rather than leave them. */
final class HintReader {
    private static final int MOST_BITS = 63;

    private final Buffer bytes;
    private final int length;
    private int at;
    private String sender = "";

    HintReader(Buffer bytes) {
        this.bytes = bytes;
        this.length = bytes.length();
    }

    /** Names the sender, for what may be wrong with the rest. */
    void sentBy(String node) {
        sender = node;
    }

    String sender() {
        return sender;
    }

    byte octet() {
        return bytes.getByte(take(1));
    }

    int int4() {
        return bytes.getInt(take(4));
    }

    long int8() {
        return bytes.getLong(take(8));
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < MOST_BITS; shift += 7) {
            byte octet = octet();
            value |= (octet & 0x7fL) << shift;
            if (octet >= 0) {
                return value;
            }
        }
        throw malformed("a number is too long");
    }

    String text() {
        long size = number();
        int from = take(size);
        return bytes.getString(from, at);
    }

    /** A slice, which keeps the whole batch in memory as long as it is kept. */
    @Nullable
    Buffer frameOrNone() {
        long size = number();
        if (size == 0) {
            return null;
        }
        int from = take(size - 1);
        return bytes.slice(from, at);
    }

    /** Nothing may be left. */
    void end() {
        if (at != length) {
            throw malformed((length - at) + " bytes are left after the last hint");
        }
    }

    MalformedBatch malformed(String message) {
        return new MalformedBatch(sender, message);
    }

    private int take(long size) {
        if (size > length - at) {
            throw malformed("it breaks off");
        }
        int from = at;
        at += (int) size;
        return from;
    }
}
