package io.heartline.store.codec;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** The common check of the fuzz tests of the store's codecs: bytes are read, or refused with a message. */
final class StoreFuzz {
    private StoreFuzz() {}

    /** Reads a value. A value that was read must be equal after it is written and read again. */
    static <T> void isReadOrRefused(byte[] bytes, FieldReader.Part<T> reader, FieldWriter.Part<T> writer) {
        T value;
        try {
            value = reader.read(new FieldReader(new DataInputStream(new ByteArrayInputStream(bytes))));
        } catch (IOException refused) {
            return;
        }
        byte[] written = written(value, writer);
        try {
            T again = reader.read(new FieldReader(new DataInputStream(new ByteArrayInputStream(written))));
            if (!value.equals(again) && !Arrays.equals(written(again, writer), written)) {
                throw new AssertionError("what was read is not what is written");
            }
        } catch (IOException refused) {
            throw new AssertionError("what was written is refused", refused);
        }
    }

    private static <T> byte[] written(T value, FieldWriter.Part<T> writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writer.write(new FieldWriter(new DataOutputStream(bytes)), value);
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        return bytes.toByteArray();
    }
}
