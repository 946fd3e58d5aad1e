package io.heartline.protocol;

import io.heartline.protocol.internal.ClientFrameReader;
import io.heartline.protocol.internal.ClientFrameWriter;
import io.heartline.protocol.internal.ServerFrameReader;
import io.heartline.protocol.internal.ServerFrameWriter;
import io.heartline.protocol.internal.Utf8;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes frames as JSON text. Stateless; safe on any thread.
 *
 * <p>Returned buffers may be shared by several connections. Do not write to them.
 */
public final class FrameCodec {
    /** Maximum size of a client's frame. */
    public static final int MAX_FRAME_BYTES = 65_536;

    private FrameCodec() {}

    /**
     * Reads a client's frame. Unknown fields are passed over, {@code null} counts as absent (a {@code body} of
     * {@code null} is one), and a number is whole if its value is: {@code 42.0} is 42.
     *
     * <p>Throws {@link ProtocolViolation} whose close code is TOO_BIG above {@link #MAX_FRAME_BYTES}, INVALID_TEXT if
     * it is not UTF-8, else PROTOCOL_VIOLATION, and whose message names the field; nothing else is thrown.
     */
    public static ClientFrame decode(Buffer text) {
        // Checked before the copy, so that a long frame costs nothing.
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
            return ClientFrameReader.read(text);
        } catch (MalformedJson e) {
            throw new ProtocolViolation(CloseCode.PROTOCOL_VIOLATION, String.valueOf(e.getMessage()));
        }
    }

    /** Reads a text that is not a frame of this protocol; throws {@link ProtocolViolation} if it is not UTF-8. */
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

    /** Writes a server's frame; messages have their own methods. A reply's body must be one JSON value. */
    public static Buffer encode(ServerFrame frame) {
        return ServerFrameWriter.write(frame);
    }

    /**
     * Writes a message with its epoch and seq. Encode it once for all connections.
     *
     * @param body one JSON value, which goes into the frame byte for byte
     */
    public static Buffer message(String epoch, long seq, String id, long at, byte[] body) {
        return ServerFrameWriter.message(epoch, seq, id, at, body);
    }

    /** Writes a transient message, which is not acknowledged; {@code body} as in {@link #message}. */
    public static Buffer transientMessage(String id, long at, byte[] body) {
        return ServerFrameWriter.transientMessage(id, at, body);
    }

    /** Writes a client's frame; the body of a {@code send} must be one JSON value, and is copied byte for byte. */
    public static Buffer encode(ClientFrame frame) {
        return ClientFrameWriter.write(frame);
    }

    /**
     * Reads a server's frame. Unknown fields, which a later version may add, are ignored.
     *
     * <p>Returns null for a frame of an unknown kind. Throws {@link MalformedJson}, whose message names the field, if
     * the text is not a frame, and nothing else. The caller limits the size.
     */
    public static @Nullable ServerFrame decodeServer(String text) {
        return ServerFrameReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Body of a message for clients that read no frames: byte for byte, or the text of a body that is a JSON string;
     * half a surrogate pair becomes {@code ?}. Finds it without parsing, because {@link #message} fixed the order of
     * the fields.
     *
     * @param message a frame of {@link #message} or {@link #transientMessage}; the result may share its bytes
     */
    public static Buffer body(Buffer message) {
        return ServerFrameWriter.body(message);
    }
}
