package io.heartline.store.codec;

import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes fields in sequence for a {@link FieldReader}. Small numbers take few bytes. */
public final class FieldWriter {
    /** Writes one value of a list or of an optional field. */
    public interface Part<T> {
        void write(FieldWriter out, T value) throws IOException;
    }

    private final DataOutput out;

    public FieldWriter(DataOutput out) {
        this.out = out;
    }

    FieldWriter octet(int value) throws IOException {
        out.writeByte(value);
        return this;
    }

    FieldWriter flag(boolean value) throws IOException {
        return octet(value ? 1 : 0);
    }

    /** Writes a number with seven bits an octet, the low ones first. A negative number takes ten octets. */
    public FieldWriter number(long value) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest | 0x80));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
        return this;
    }

    /** Writes a number that is often negative. */
    FieldWriter signed(long value) throws IOException {
        return number((value << 1) ^ (value >> 63));
    }

    /** Writes all 64 bits of a value. */
    FieldWriter bits(long value) throws IOException {
        out.writeLong(value);
        return this;
    }

    FieldWriter text(String value) throws IOException {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    FieldWriter bytes(byte[] value) throws IOException {
        number(value.length);
        out.write(value);
        return this;
    }

    /** Writes the index of a value in a list of choices. */
    <T> FieldWriter choice(List<T> choices, T value) throws IOException {
        return octet(choices.indexOf(value));
    }

    <T> FieldWriter optional(@Nullable T value, Part<T> part) throws IOException {
        flag(value != null);
        if (value != null) {
            part.write(this, value);
        }
        return this;
    }

    <T> FieldWriter list(List<T> values, Part<T> part) throws IOException {
        number(values.size());
        for (T value : values) {
            part.write(this, value);
        }
        return this;
    }
}
