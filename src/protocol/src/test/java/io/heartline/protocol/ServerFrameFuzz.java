package io.heartline.protocol;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Fuzz test: any bytes from a server are a frame, an unknown frame to ignore, or malformed. A client fails on none. */
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

    /** Plain clients receive only the body, which is cut out of the frame without parsing it. */
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
