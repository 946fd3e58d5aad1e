package io.heartline.protocol.internal;

import io.heartline.protocol.FrameCodec;
import io.heartline.protocol.ServerFrame;
import io.heartline.protocol.ServerFrame.Goodbye;
import io.heartline.protocol.ServerFrame.Message;
import io.heartline.protocol.ServerFrame.Ping;
import io.heartline.protocol.ServerFrame.Pong;
import io.heartline.protocol.ServerFrame.Reply;
import io.heartline.protocol.ServerFrame.ReplyError;
import io.heartline.protocol.ServerFrame.Welcome;
import io.heartline.protocol.WirePosition;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads server frames. A client is tolerant: only the fields that it needs are required. */
public final class ServerFrameReader {
    private static final long MOST = (1L << 53) - 1;
    private static final int MOST_CLOSE_CODE = 4_999;

    private ServerFrameReader() {}

    /**
     * Reads one frame; null if its kind is unknown. Throws {@link io.heartline.protocol.MalformedJson} if it is no
     * frame.
     */
    public static @Nullable ServerFrame read(byte[] json) {
        JsonFields fields = JsonFields.read(json);
        String kind = fields.required("t", fields.string("t"));
        return switch (kind) {
            case "message" -> message(fields.of("message"));
            case "ping" -> new Ping();
            case "pong" -> new Pong();
            case "reply" -> reply(fields.of("reply"));
            case "welcome" -> welcome(fields.of("welcome"));
            case "goodbye" -> goodbye(fields.of("goodbye"));
            default -> null;
        };
    }

    private static Message message(JsonFields message) {
        return new Message(
                message.string("epoch"),
                number(message, "seq", 1, Message.TRANSIENT),
                message.required("id", message.string("id")),
                number(message, "at", 0, 0),
                body(message));
    }

    private static ServerFrame reply(JsonFields reply) {
        String ref = reply.required("ref", reply.string("ref"));
        JsonFields error = reply.object("error");
        if (error == null) {
            return new Reply(ref, body(reply));
        }
        return new ReplyError(ref, text(error, "code", "FAILED"), text(error, "message", ""));
    }

    private static Welcome welcome(JsonFields welcome) {
        JsonFields position = welcome.required("position", welcome.object("position"));
        List<String> features = welcome.strings("features");
        return new Welcome(
                text(welcome, "user", ""),
                welcome.required("device", welcome.string("device")),
                text(welcome, "session", ""),
                text(welcome, "node", ""),
                welcome.required("resumed", welcome.bool("resumed")),
                new WirePosition(
                        position.required("epoch", position.string("epoch")),
                        position.required("seq", position.wholeNumber("seq", 0, MOST))),
                (int) Math.min(Integer.MAX_VALUE, number(welcome, "pending", 0, 0)),
                number(welcome, "heartbeatMillis", 1, 25_000),
                number(welcome, "ackWithinMillis", 1, 60_000),
                number(welcome, "keepMillis", 0, 300_000),
                (int) Math.min(Integer.MAX_VALUE, number(welcome, "window", 1, 128)),
                (int) Math.min(Integer.MAX_VALUE, number(welcome, "maxFrameBytes", 1, FrameCodec.MAX_FRAME_BYTES)),
                features == null ? List.of() : List.copyOf(features));
    }

    private static Goodbye goodbye(JsonFields goodbye) {
        return new Goodbye(
                goodbye.required("code", goodbye.wholeNumber("code", 0, MOST_CLOSE_CODE))
                        .intValue(),
                text(goodbye, "reason", ""),
                goodbye.wholeNumber("retryAfterMillis", 0, MOST));
    }

    private static Buffer body(JsonFields frame) {
        return frame.required("body", frame.slice("body")).buffer();
    }

    private static String text(JsonFields frame, String name, String otherwise) {
        String text = frame.string(name);
        return text == null ? otherwise : text;
    }

    private static long number(JsonFields frame, String name, long least, long otherwise) {
        Long number = frame.wholeNumber(name, least, MOST);
        return number == null ? otherwise : number;
    }
}
