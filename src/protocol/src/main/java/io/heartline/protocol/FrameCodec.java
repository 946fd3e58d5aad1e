package io.heartline.protocol;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Frames to and from their JSON text. Stateless; safe on any thread.
 *
 * <p>Buffers that come from here are shared by whoever is written the same frame: nobody writes to them.
 */
public final class FrameCodec {
    /** How long a client's frame may be. */
    public static final int MAX_FRAME_BYTES = 65_536;

    private FrameCodec() {}

    /**
     * Reads a client's frame. Unknown fields are passed over, {@code null} counts as absent (a {@code body} of
     * {@code null} is one), and a number is whole where its value is: {@code 42.0} is 42.
     *
     * <p>Throws {@link ProtocolViolation} whose close code is TOO_BIG above {@link #MAX_FRAME_BYTES}, INVALID_TEXT where
     * it is not UTF-8, else PROTOCOL_VIOLATION, and whose message names the field; nothing else is thrown.
     */
    public static ClientFrame decode(Buffer text) {
        // Before the copy: nobody makes us copy more than we read.
        if (text.length() > MAX_FRAME_BYTES) {
            throw tooBig();
        }
        return decode(text.getBytes());
    }

    /** As {@link #decode(Buffer)}, for a text that has already been read as UTF-8. */
    public static ClientFrame decode(String text) {
        if (text.length() > MAX_FRAME_BYTES) {
            throw tooBig();
        }
        return decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ClientFrame decode(byte[] text) {
        if (text.length > MAX_FRAME_BYTES) {
            throw tooBig();
        }
        if (Utf8.fault(text) != Utf8.SOUND) {
            throw new ProtocolViolation(CloseCode.INVALID_TEXT, "the frame is not valid UTF-8");
        }
        try {
            return FrameReader.read(text);
        } catch (MalformedJson e) {
            throw new ProtocolViolation(CloseCode.PROTOCOL_VIOLATION, String.valueOf(e.getMessage()));
        }
    }

    /** A text that is no frame of ours; throws {@link ProtocolViolation} where it is not UTF-8. */
    public static String text(Buffer text) {
        byte[] bytes = text.getBytes();
        if (Utf8.fault(bytes) != Utf8.SOUND) {
            throw new ProtocolViolation(CloseCode.INVALID_TEXT, "the text is not valid UTF-8");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static ProtocolViolation tooBig() {
        return new ProtocolViolation(CloseCode.TOO_BIG, "a frame must not exceed " + MAX_FRAME_BYTES + " bytes");
    }

    /** A frame's text; messages have their own methods. A reply's body must be one JSON value, see {@link JsonSlice#of}. */
    public static Buffer encode(ServerFrame frame) {
        return FrameWriter.write(frame);
    }

    /**
     * The frame of an acked push, with its epoch: encoded once, written to many.
     *
     * @param body one JSON value, which goes into the frame byte for byte
     */
    public static Buffer message(String epoch, long seq, String id, long at, byte[] body) {
        return FrameWriter.message(epoch, seq, id, at, body);
    }

    /** The frame of a transient push, which nobody acknowledges; {@code body} as in {@link #message}. */
    public static Buffer transientMessage(String id, long at, byte[] body) {
        return FrameWriter.transientMessage(id, at, body);
    }

    /** A client's frame; the body of a {@code send} must be one JSON value, and goes into it byte for byte. */
    public static Buffer encode(ClientFrame frame) {
        return ClientFrameWriter.write(frame);
    }

    /**
     * Reads a server's frame, as a client does: whatever the protocol may come to say later is passed over.
     *
     * <p>Answers null for a frame of an unknown kind. Throws {@link MalformedJson}, whose message names the field, for
     * what is no frame at all, and nothing else. The size is for the caller to bound.
     */
    public static @Nullable ServerFrame decodeServer(String text) {
        return ServerFrameReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What a message says to who knows nothing of frames: its body, byte for byte, or the text of a body that is a JSON
     * string; half a surrogate pair becomes {@code ?}. Finds it without reading JSON, since the order of the fields is ours.
     *
     * @param message a frame of {@link #message} or {@link #transientMessage}; the answer may share its bytes
     */
    public static Buffer body(Buffer message) {
        return FrameWriter.body(message);
    }
}
