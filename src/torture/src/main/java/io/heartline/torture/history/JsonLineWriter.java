package io.heartline.torture.history;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines of JSON: one object each, with its fields in the order of the calls. Bytes are buffered until they are taken. For one
 * thread at a time.
 */
final class JsonLineWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEAST = Long.toString(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);

    private final byte[] digits = new byte[20];
    private byte[] bytes = new byte[1 << 10];
    private int size;

    /** Begins a line with the kind and the time of its event. */
    JsonLineWriter begin(String tag, long at) {
        write('{');
        name("e");
        quoted(tag);
        return number("t", at);
    }

    void end() {
        write('}');
        write('\n');
    }

    JsonLineWriter number(String name, long value) {
        write(',');
        name(name);
        digits(value);
        return this;
    }

    /** Omits the field if the value is null. */
    JsonLineWriter text(String name, @Nullable String value) {
        if (value != null) {
            write(',');
            name(name);
            quoted(value);
        }
        return this;
    }

    /** Omits the field if it is false. */
    JsonLineWriter flag(String name, boolean value) {
        return value ? number(name, 1) : this;
    }

    JsonLineWriter texts(String name, List<String> values) {
        write(',');
        name(name);
        write('[');
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                write(',');
            }
            quoted(values.get(i));
        }
        write(']');
        return this;
    }

    JsonLineWriter position(Event.@Nullable Position position) {
        return position == null ? this : text("p", position.epoch()).number("s", position.seq());
    }

    /** The number of buffered bytes. */
    int size() {
        return size;
    }

    /** Writes the buffered bytes to a stream, and clears the buffer. */
    void drainTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, size, StandardCharsets.US_ASCII);
    }

    private void name(String name) {
        write('"');
        for (int i = 0; i < name.length(); i++) {
            write(name.charAt(i));
        }
        write('"');
        write(':');
    }

    private void quoted(String value) {
        write('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c < 127 && c != '"' && c != '\\') {
                write(c);
            } else {
                escaped(c);
            }
        }
        write('"');
    }

    /** Escapes every other character, so that even half a surrogate pair is read back unchanged. */
    private void escaped(char c) {
        write('\\');
        write('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
            write(HEX[(c >> shift) & 15]);
        }
    }

    private void digits(long value) {
        if (value == Long.MIN_VALUE) {
            write(LEAST, 0, LEAST.length);
            return;
        }
        int from = digits.length;
        long rest = Math.abs(value);
        do {
            digits[--from] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        if (value < 0) {
            write('-');
        }
        write(digits, from, digits.length - from);
    }

    private void write(byte[] from, int offset, int length) {
        for (int i = 0; i < length; i++) {
            write(from[offset + i]);
        }
    }

    private void write(int b) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = (byte) b;
    }
}
