package io.heartline.delivery;

import static io.heartline.delivery.HintCodecProperties.batch;
import static io.heartline.delivery.HintCodecProperties.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.heartline.user.Position;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class HintCodecTest {
    private static final Buffer FRAME = Buffer.buffer("x".repeat(1_000));
    private static final Encoded MESSAGE = new Encoded(1_763_650_000_000L, FRAME);

    @Test
    void severalSessionsOfOneUserShareOneFrame() {
        Position position = new Position("e1", 42);
        List<Hint> hints = List.of(
                new Hint.Message("alice", "s1", position, MESSAGE),
                new Hint.Message("alice", "s2", position, MESSAGE),
                new Hint.Message("alice", "s3", position, MESSAGE));

        Buffer batch = batch(hints, 1);

        assertThat(batch.length()).isLessThan(1_100);
        assertThat(read(batch)).isEqualTo(hints);
    }

    @Test
    void aBatchOfAnotherVersionSaysWhoseItIs() {
        Buffer batch = batch(List.of(), 7).setByte(1, (byte) 9);

        MalformedBatch malformed = catchThrowableOfType(MalformedBatch.class, () -> HintCodec.header(batch));

        assertThat(malformed.node()).isEqualTo("4f9c-node");
        assertThat(malformed).hasMessageContaining("version 9");
    }

    @Test
    void aBatchWithMoreThanItsHintsIsMalformed() {
        Buffer batch = batch(List.of(new Hint.Settled("alice", "1")), 7).appendByte((byte) 0);

        MalformedBatch malformed = catchThrowableOfType(MalformedBatch.class, () -> read(batch));

        assertThat(malformed).hasMessageContaining("1 bytes are left");
    }

    @Test
    void aHintToRepeatMustBeThere() {
        Buffer batch = batch(List.of(new Hint.Settled("alice", "1")), 7);
        int kindAt = batch.length() - "alice1".length() - 3;
        batch.setByte(kindAt, HintCodec.ANOTHER);

        MalformedBatch malformed = catchThrowableOfType(MalformedBatch.class, () -> read(batch));

        assertThat(malformed).hasMessageContaining("no hint to repeat");
    }
}
