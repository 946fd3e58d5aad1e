package io.heartline.protocol.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** The reference: Java's decoder, set to report malformed input. */
class Utf8Properties {

    @Property(tries = 5_000)
    void whatJavaRefusesIsFaulty(@ForAll("bytes") byte[] bytes) {
        assertThat(Utf8.fault(bytes) == Utf8.SOUND).isEqualTo(javaReads(bytes));
    }

    @Property(tries = 2_000)
    void whatStandsBeforeTheFaultIsSound(@ForAll("bytes") byte[] bytes) {
        int fault = Utf8.fault(bytes);
        int sound = fault == Utf8.SOUND ? bytes.length : fault;

        assertThat(javaReads(Arrays.copyOf(bytes, sound))).isTrue();
    }

    @Example
    void everySequenceOfTwoBytesIsJudgedAsByJava() {
        for (int i = 0; i < 1 << 16; i++) {
            byte[] bytes = {(byte) (i >> 8), (byte) i};
            judgeAsJavaDoes(bytes);
        }
    }

    @Example
    void longSequencesAreJudgedAsByJava() {
        Random random = new Random(42);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[3 + (i & 1)];
            random.nextBytes(bytes);
            bytes[0] = (byte) (0xE0 + random.nextInt(0x18));
            bytes[2] = (byte) (0x80 | random.nextInt(0x44));
            judgeAsJavaDoes(bytes);
        }
    }

    private static void judgeAsJavaDoes(byte[] bytes) {
        if ((Utf8.fault(bytes) == Utf8.SOUND) != javaReads(bytes)) {
            throw new AssertionError("Java says otherwise of " + Arrays.toString(bytes));
        }
    }

    /** Runs of ASCII of any length, so that faults stand at any place of a group of eight. */
    @Provide
    Arbitrary<byte[]> bytes() {
        Arbitrary<String> pieces = Arbitraries.of(
                "a", "abcdefg", "abcdefgh", "\u007f", "é", "東", "\ud7ff", "\ue000", "\uffff", "😀", "\udbff\udfff");
        Arbitrary<byte[]> sound = pieces.map(text -> text.getBytes(StandardCharsets.UTF_8));
        Arbitrary<byte[]> faulty =
                Arbitraries.bytes().between((byte) -128, (byte) -1).map(b -> new byte[] {b});
        return Arbitraries.frequencyOf(Tuple.of(12, sound), Tuple.of(1, faulty))
                .list()
                .ofMaxSize(12)
                .map(Utf8Properties::joined);
    }

    private static byte[] joined(Iterable<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private static boolean javaReads(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
