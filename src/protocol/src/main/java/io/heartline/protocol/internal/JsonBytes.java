package io.heartline.protocol.internal;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builder of a JSON text. Not thread-safe. */
public final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    /** An empty text; it may grow beyond {@code capacity}. */
    public JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    /** Appends a piece of JSON unchanged. */
    public JsonBytes raw(byte[] piece) {
        room(piece.length);
        System.arraycopy(piece, 0, bytes, length, piece.length);
        length += piece.length;
        return this;
    }

    public JsonBytes raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    public JsonBytes number(long number) {
        if (number < 0) {
            return raw(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        }
        int digits = digits(number);
        room(digits);
        long left = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        length += digits;
        return this;
    }

    public JsonBytes bool(boolean value) {
        return raw(Boolean.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** Appends a string in quotes, with the escapes that JSON requires; half a surrogate pair becomes {@code ?}. */
    public JsonBytes string(String text) {
        raw('"');
        if (isPlain(text)) {
            plain(text);
        } else {
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                escaped(b);
            }
        }
        return raw('"');
    }

    private static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || c >= 0x80 || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    private void plain(String ascii) {
        room(ascii.length());
        for (int at = 0; at < ascii.length(); at++) {
            bytes[length++] = (byte) ascii.charAt(at);
        }
    }

    private void escaped(byte b) {
        if (b == '"' || b == '\\') {
            raw('\\').raw((char) b);
        } else if (b >= 0 && b < ' ') {
            raw(new byte[] {'\\', 'u', '0', '0', HEX[b >> 4], HEX[b & 0xF]});
        } else {
            room(1);
            bytes[length++] = b;
        }
    }

    public int length() {
        return length;
    }

    public Buffer toBuffer() {
        return appendTo(Buffer.buffer(length));
    }

    public Buffer appendTo(Buffer buffer) {
        return buffer.appendBytes(bytes, 0, length);
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private static int digits(long number) {
        int digits = 1;
        for (long left = number / 10; left > 0; left /= 10) {
            digits++;
        }
        return digits;
    }
}
