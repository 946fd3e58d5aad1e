package io.heartline.session.dialect;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Percent-encoding as in the target of a request. */
final class Percent {
    private Percent() {}

    /**
     * Decodes a text; returns null if it is malformed, or not UTF-8.
     *
     * @param raw the undecoded text; characters that are not encoded stand for their bytes
     * @param plusIsBlank true in a query, false in a path
     */
    static @Nullable String decode(String raw, boolean plusIsBlank) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length());
        for (int at = 0; at < raw.length(); at++) {
            char c = raw.charAt(at);
            if (c == '%') {
                int value = at + 2 < raw.length() ? hex(raw.charAt(at + 1)) << 4 | hex(raw.charAt(at + 2)) : -1;
                if (value < 0) {
                    return null;
                }
                bytes.put((byte) value);
                at += 2;
            } else if (c > 0xFF) {
                return null;
            } else {
                bytes.put((byte) (c == '+' && plusIsBlank ? ' ' : c));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The value of a hexadecimal digit; negative if it is none. */
    private static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
