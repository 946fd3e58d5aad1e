package io.heartline.delivery;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** Fuzz test: any bytes from the event bus are a batch of hints, or malformed. */
class HintFuzz {

    @FuzzTest(maxDuration = "2m")
    void isReadOrMalformed(byte[] bytes) {
        Buffer batch = Buffer.buffer(bytes);
        HintCodec.Header header;
        List<Hint> hints = new ArrayList<>();
        try {
            header = HintCodec.header(batch);
            HintCodec.hints(batch, hints::add);
        } catch (MalformedBatch refused) {
            return;
        }
        HintBatch again = new HintBatch(header.sender(), bytes.length);
        hints.forEach(again::add);
        List<Hint> read = new ArrayList<>();
        HintCodec.hints(again.sealed(header.number()), read::add);
        if (!read.equals(hints)) {
            throw new AssertionError("what was read is not what is written");
        }
    }
}
