package io.heartline.delivery;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A batch of hints in the making, in the format of {@link HintCodec}. Owned by the event loop that fills it. */
final class HintBatch {
    private final Buffer bytes;
    private final int numberAt;
    private int count;
    private @Nullable Hint last;

    /**
     * Starts an empty batch.
     *
     * @param expected about how many bytes it will have; a wrong guess costs copying
     */
    HintBatch(GatewayId sender, int expected) {
        bytes = Buffer.buffer(expected);
        bytes.appendByte(HintCodec.MAGIC).appendByte(HintCodec.VERSION);
        text(sender.node());
        bytes.appendInt(sender.index());
        numberAt = bytes.length();
        bytes.appendLong(0).appendInt(0);
    }

    int length() {
        return bytes.length();
    }

    int count() {
        return count;
    }

    /** Writes the hint; one that only repeats the last for another session does not carry the frame again. */
    void add(Hint hint) {
        if (hint.repeats(last)) {
            bytes.appendByte(HintCodec.ANOTHER);
            text(sessionOf(hint));
        } else if (hint instanceof Hint.Message message) {
            message(message);
        } else if (hint instanceof Hint.Transient message) {
            bytes.appendByte(HintCodec.TRANSIENT);
            text(message.user());
            text(message.session());
            frame(message.frame());
        } else if (hint instanceof Hint.Evict evict) {
            bytes.appendByte(HintCodec.EVICT);
            text(evict.user());
            text(evict.session());
            bytes.appendByte(HintCodec.code(evict.cause()));
        } else if (hint instanceof Hint.Settled settled) {
            bytes.appendByte(HintCodec.SETTLED);
            text(settled.user());
            text(settled.id());
        }
        last = hint;
        count++;
    }

    /** The whole batch, under its number; nothing can be added any more. */
    Buffer sealed(long number) {
        return bytes.setLong(numberAt, number).setInt(numberAt + Long.BYTES, count);
    }

    private void message(Hint.Message message) {
        bytes.appendByte(HintCodec.MESSAGE);
        text(message.user());
        text(message.session());
        text(message.position().epoch());
        number(message.position().seq());
        encoded(message.encoded());
    }

    private static String sessionOf(Hint hint) {
        return hint instanceof Hint.Message message ? message.session() : ((Hint.Transient) hint).session();
    }

    private void encoded(@Nullable Encoded encoded) {
        if (encoded == null) {
            number(0);
        } else {
            frame(encoded.frame());
            bytes.appendLong(encoded.at());
        }
    }

    private void frame(Buffer frame) {
        number(frame.length() + 1L);
        bytes.appendBuffer(frame);
    }

    private void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        bytes.appendBytes(utf8);
    }

    private void number(long value) {
        long rest = value;
        while (rest > 0x7f) {
            bytes.appendByte((byte) (rest | 0x80));
            rest >>>= 7;
        }
        bytes.appendByte((byte) rest);
    }
}
