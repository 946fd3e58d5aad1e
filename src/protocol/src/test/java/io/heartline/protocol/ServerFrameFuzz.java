package io.heartline.protocol;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Whatever a server sends is a frame, one to pass over, or malformed; a client breaks on none. */
class ServerFrameFuzz {

    @DictionaryEntries({
        "\"t\":",
        "\"welcome\"",
        "\"message\"",
        "\"reply\"",
        "\"goodbye\"",
        "\"ping\"",
        "\"seq\":",
        "\"id\":",
        "\"at\":",
        "\"epoch\":",
        "\"body\":",
        "\"user\":",
        "\"device\":",
        "\"session\":",
        "\"node\":",
        "\"resumed\":true",
        "\"position\":",
        "\"pending\":",
        "\"window\":",
        "\"maxFrameBytes\":",
        "\"features\":",
        "\"ref\":",
        "\"error\":",
        "\"code\":",
        "\"message\":",
        "\"reason\":",
        "\"retryAfterMillis\":",
        "\\udc00",
        "4000"
    })
    @FuzzTest(maxDuration = "2m")
    void isReadOrMalformed(byte[] bytes) {
        ServerFrame frame;
        try {
            frame = FrameCodec.decodeServer(new String(bytes, StandardCharsets.UTF_8));
        } catch (MalformedJson refused) {
            return;
        }
        if (frame instanceof ServerFrame.Message message) {
            bodyIsFoundAgain(message);
        }
    }

    /** A plain client is written the body alone, cut out of the frame without reading it. */
    private static void bodyIsFoundAgain(ServerFrame.Message message) {
        byte[] body = message.body().getBytes();
        Buffer written = FrameCodec.transientMessage(message.id(), message.at(), body);
        Buffer cut = FrameCodec.body(written);
        if (body[0] != '"' && !cut.equals(message.body())) {
            throw new AssertionError("the body was cut wrong");
        }
        if (!(FrameCodec.decodeServer(written.toString()) instanceof ServerFrame.Message again)
                || !again.body().equals(message.body())) {
            throw new AssertionError("the body was written wrong");
        }
    }
}
