package io.heartline.protocol;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.util.Set;

/** Fuzz test: any bytes from a client are a frame, or a violation with its close code. */
class ClientFrameFuzz {
    private static final Set<CloseCode> EARNED =
            Set.of(CloseCode.TOO_BIG, CloseCode.INVALID_TEXT, CloseCode.PROTOCOL_VIOLATION, CloseCode.UNAUTHORIZED);

    @DictionaryEntries({
        "\"t\":",
        "\"hello\"",
        "\"ack\"",
        "\"send\"",
        "\"bye\"",
        "\"ping\"",
        "\"pong\"",
        "\"seq\":",
        "\"token\":",
        "\"user\":",
        "\"device\":",
        "\"attempt\":",
        "\"keepMillis\":",
        "\"position\":",
        "\"epoch\":",
        "\"features\":",
        "\"ref\":",
        "\"to\":",
        "\"body\":",
        "null",
        "\\ud800",
        "1e400",
        "-0",
        "[[[["
    })
    @FuzzTest(maxDuration = "2m")
    void isReadOrRefused(byte[] bytes) {
        ClientFrame frame;
        try {
            frame = FrameCodec.decode(Buffer.buffer(bytes));
        } catch (ProtocolViolation refused) {
            if (!EARNED.contains(refused.closeCode())
                    || String.valueOf(refused.getMessage()).length() > 300) {
                throw new AssertionError("a refusal that nobody expects", refused);
            }
            return;
        }
        if (!FrameCodec.decode(FrameCodec.encode(frame)).equals(frame)) {
            throw new AssertionError("what was read is not what is written");
        }
    }
}
