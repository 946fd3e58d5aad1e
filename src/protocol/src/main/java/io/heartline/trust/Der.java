package io.heartline.trust;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes the ASN.1 values of which an X.509 certificate consists, in DER. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int SEQUENCE = 0x30;
    private static final int SHORT_LENGTH = 0x80;

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, parts);
    }

    static byte[] integer(BigInteger value) {
        return tagged(INTEGER, value.toByteArray());
    }

    /** A bit string of whole bytes. */
    static byte[] bits(byte[] bytes) {
        return tagged(BIT_STRING, new byte[1], bytes);
    }

    static byte[] text(int tag, String ascii) {
        return tagged(tag, ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** A value that never changes, as its bytes in hexadecimal. */
    static byte[] constant(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        writeLength(value, content.size());
        value.writeBytes(content.toByteArray());
        return value.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream value, int length) {
        if (length >= 1 << 16) {
            throw new IllegalArgumentException("no certificate is so large: " + length);
        }
        if (length < SHORT_LENGTH) {
            value.write(length);
        } else if (length < 1 << 8) {
            value.write(SHORT_LENGTH | 1);
            value.write(length);
        } else {
            value.write(SHORT_LENGTH | 2);
            value.write(length >> 8);
            value.write(length);
        }
    }
}
