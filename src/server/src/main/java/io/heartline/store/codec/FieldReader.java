package io.heartline.store.codec;

import java.io.DataInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads fields in the order in which {@link FieldWriter} wrote them. */
public final class FieldReader {
    /** Reads one value of a list or of an optional field. */
    public interface Part<T> {
        T read(FieldReader in) throws IOException;
    }

    /** The largest buffer allocated for an announced size. The rest is allocated as bytes arrive. */
    private static final int AT_ONCE_BYTES = 64 << 10;

    private static final int AT_ONCE_VALUES = 16;

    private final DataInput in;

    public FieldReader(DataInput in) {
        this.in = in;
    }

    int octet() throws IOException {
        return in.readUnsignedByte();
    }

    boolean flag() throws IOException {
        return octet() != 0;
    }

    long number() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int octet = octet();
            value |= (long) (octet & 0x7F) << shift;
            if (octet < 0x80) {
                return value;
            }
        }
        throw new IOException("a number does not end after ten octets");
    }

    /** Reads the seq of a message. */
    long seq() throws IOException {
        long seq = number();
        if (seq < 0) {
            throw new IOException("a seq of " + seq + " is out of bounds");
        }
        return seq;
    }

    int size() throws IOException {
        long size = number();
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw new IOException("a size of " + size + " is out of bounds");
        }
        return (int) size;
    }

    long signed() throws IOException {
        long value = number();
        return (value >>> 1) ^ -(value & 1);
    }

    long bits() throws IOException {
        return in.readLong();
    }

    String text() throws IOException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() throws IOException {
        int size = size();
        byte[] bytes = new byte[Math.min(size, AT_ONCE_BYTES)];
        in.readFully(bytes);
        while (bytes.length < size) {
            int read = bytes.length;
            bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * read));
            in.readFully(bytes, read, bytes.length - read);
        }
        return bytes;
    }

    /** Reads a value whose constructor, or that of one of its parts, rejects invalid fields. */
    <T> T sensible(String what, Part<T> part) throws IOException {
        try {
            return part.read(this);
        } catch (IllegalArgumentException fault) {
            throw new IOException("The " + what + " makes no sense: " + fault.getMessage(), fault);
        }
    }

    <T> T choice(List<T> choices) throws IOException {
        int place = octet();
        if (place >= choices.size()) {
            throw unknown("choice", place);
        }
        return choices.get(place);
    }

    <T> @Nullable T optional(Part<T> part) throws IOException {
        return flag() ? part.read(this) : null;
    }

    public <T> List<T> list(Part<T> part) throws IOException {
        int size = size();
        List<T> values = new ArrayList<>(Math.min(size, AT_ONCE_VALUES));
        for (int i = 0; i < size; i++) {
            values.add(part.read(this));
        }
        return values;
    }

    /** Reads the format version of a value, which this node must support. */
    int version(String what, int newest) throws IOException {
        int version = octet();
        if (version < 1 || version > newest) {
            throw new IOException("The " + what + " is written in version " + version
                    + ", but this node reads only versions 1 to " + newest + ".");
        }
        return version;
    }

    IOException unknown(String what, int kind) {
        return new IOException("There is no " + what + " of kind " + kind + ".");
    }
}
