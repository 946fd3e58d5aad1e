package io.heartline.user;

import java.util.Arrays;

/**
 * The JSON text of a message, byte for byte as published. Immutable by contract: neither the caller of
 * {@link #of(byte[])} nor a reader of {@link #bytes()} writes to the array.
 */
public final class Body {
    private final byte[] bytes;

    private Body(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps the array without copying it. The caller must not write to it any more. */
    public static Body of(byte[] bytes) {
        return new Body(bytes);
    }

    /** The bytes themselves, not a copy; read only. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Body body && Arrays.equals(bytes, body.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Body[" + bytes.length + " bytes]"; // content never reaches a log
    }
}
