package io.heartline.store.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Truncated input: fields that are announced and not sent. */
class FieldReaderTest {
    private static final byte[] TWO_GIGABYTES = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7};

    private static FieldReader reader(byte[] bytes) {
        return new FieldReader(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    @Test
    void bytesThatAreOnlyAnnouncedTakeNoMemory() {
        assertThatThrownBy(() -> reader(TWO_GIGABYTES).bytes()).isInstanceOf(EOFException.class);
        assertThatThrownBy(() -> reader(TWO_GIGABYTES).text()).isInstanceOf(EOFException.class);
    }

    @Test
    void aListThatIsOnlyAnnouncedTakesNoMemory() {
        assertThatThrownBy(() -> reader(TWO_GIGABYTES).list(FieldReader::octet)).isInstanceOf(EOFException.class);
    }

    @Test
    void bytesThatComeInFullAreReadWhateverTheirNumber() throws IOException {
        for (int size : new int[] {0, 1, 65_535, 65_536, 65_537, 131_072, 131_073, 1_000_000}) {
            byte[] bytes = new byte[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (i * 31);
            }
            byte[] written = CodecProperties.bytes(bytes, FieldWriter::bytes);
            assertThat(reader(written).bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void aCommandThatMakesNoSenseIsRefusedInWords() {
        byte[] pushWithoutLimits = {1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        assertThatThrownBy(() -> CommandCodec.read(reader(pushWithoutLimits)))
                .isInstanceOf(IOException.class)
                .hasMessage("The command makes no sense: a mailbox must hold at least one message of one byte");
    }
}
