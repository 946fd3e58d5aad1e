package io.heartline.protocol.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing beyond U+10FFFF. */
public final class Utf8 {
    /** Result of {@link #fault} for valid UTF-8. */
    public static final int SOUND = -1;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Utf8() {}

    /** Index of the first malformed character, or {@link #SOUND}. */
    public static int fault(byte[] text) {
        int at = afterAscii(text, 0);
        while (at < text.length) {
            int length = sequence(text, at);
            if (length == 0) {
                return at;
            }
            at = afterAscii(text, at + length);
        }
        return SOUND;
    }

    private static int afterAscii(byte[] text, int from) {
        int at = from;
        while (at + Long.BYTES <= text.length && ((long) EIGHT_BYTES.get(text, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < text.length && text[at] >= 0) {
            at++;
        }
        return at;
    }

    /** Length of the non-ASCII character that starts at {@code at}; 0 if it is malformed. */
    private static int sequence(byte[] text, int at) {
        int first = text[at] & 0xFF;
        if (first < 0xC2 || first > 0xF4) {
            return 0;
        }
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (text.length - at < length) {
            return 0;
        }
        // Overlong forms, surrogates and what lies beyond U+10FFFF all show in the second byte.
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        int second = text[at + 1] & 0xFF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((text[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
