package io.heartline.protocol.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heartline.protocol.ServerFrame;
import io.heartline.protocol.ServerFrame.Goodbye;
import io.heartline.protocol.ServerFrame.Message;
import io.heartline.protocol.ServerFrame.Ping;
import io.heartline.protocol.ServerFrame.Pong;
import io.heartline.protocol.ServerFrame.Reply;
import io.heartline.protocol.ServerFrame.ReplyError;
import io.heartline.protocol.ServerFrame.Welcome;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Writes server frames as JSON, with the fields in the order of PROTOCOL.md. */
public final class ServerFrameWriter {
    private static final Buffer PING = Buffer.buffer("{\"t\":\"ping\"}");
    private static final Buffer PONG = Buffer.buffer("{\"t\":\"pong\"}");

    private static final byte[] MESSAGE_EPOCH = ascii("{\"t\":\"message\",\"epoch\":");
    private static final byte[] MESSAGE_ID = ascii("{\"t\":\"message\",\"id\":");
    private static final byte[] SEQ = ascii(",\"seq\":");
    private static final byte[] ID = ascii(",\"id\":");
    private static final byte[] AT = ascii(",\"at\":");
    private static final byte[] BODY = ascii(",\"body\":");
    /** Length of the beginning that all messages share. */
    private static final int MESSAGE_KIND = ascii("{\"t\":\"message\"").length;
    /** Maximum length of a message without its epoch, id and body. */
    private static final int MESSAGE_FRAME = 112;

    private static final int REST = 64;

    private ServerFrameWriter() {}

    /** Writes a message that is acknowledged. */
    public static Buffer message(String epoch, long seq, String id, long at, byte[] body) {
        JsonBytes head = new JsonBytes(MESSAGE_FRAME + epoch.length() + id.length());
        head.raw(MESSAGE_EPOCH).string(epoch).raw(SEQ).number(seq).raw(ID).string(id);
        return withBody(head.raw(AT).number(at), body);
    }

    /** Writes a message without a seq. */
    public static Buffer transientMessage(String id, long at, byte[] body) {
        JsonBytes head = new JsonBytes(MESSAGE_FRAME + id.length());
        return withBody(head.raw(MESSAGE_ID).string(id).raw(AT).number(at), body);
    }

    /** Appends the body, which may be long. It is copied once: into the frame itself. */
    private static Buffer withBody(JsonBytes head, byte[] body) {
        head.raw(BODY);
        return head.appendTo(Buffer.buffer(head.length() + body.length + 1))
                .appendBytes(body)
                .appendByte((byte) '}');
    }

    /** Finds the body in a message: it follows the first {@code ,"body":} that is outside of strings. */
    public static Buffer body(Buffer message) {
        int at = MESSAGE_KIND;
        while (!isAt(message, at, BODY)) {
            at = message.getByte(at) == '"' ? afterString(message, at) : at + 1;
        }
        Buffer body = message.slice(at + BODY.length, message.length() - 1);
        return body.getByte(0) == '"' ? text(body) : body;
    }

    private static boolean isAt(Buffer message, int at, byte[] piece) {
        for (int i = 0; i < piece.length; i++) {
            if (message.getByte(at + i) != piece[i]) {
                return false;
            }
        }
        return true;
    }

    /** Index after the string that begins at {@code quote}. */
    private static int afterString(Buffer message, int quote) {
        int at = quote + 1;
        while (message.getByte(at) != '"') {
            at += message.getByte(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    private static Buffer text(Buffer string) {
        for (int at = 1; at < string.length() - 1; at++) {
            if (string.getByte(at) == '\\') {
                return Buffer.buffer(JsonSlice.whole(string.getBytes()).text());
            }
        }
        return string.slice(1, string.length() - 1);
    }

    /** Writes any frame. */
    public static Buffer write(ServerFrame frame) {
        if (frame instanceof Ping) {
            return PING;
        } else if (frame instanceof Pong) {
            return PONG;
        } else if (frame instanceof Welcome welcome) {
            return welcome(welcome);
        } else if (frame instanceof Reply reply) {
            return withBody(reply(reply.ref()), reply.body().getBytes());
        } else if (frame instanceof ReplyError error) {
            return replyError(error);
        } else if (frame instanceof Message message) {
            return message(message);
        }
        return goodbye((Goodbye) frame);
    }

    private static Buffer message(Message message) {
        String epoch = message.epoch();
        byte[] body = message.body().getBytes();
        return message.isTransient() || epoch == null
                ? transientMessage(message.id(), message.at(), body)
                : message(epoch, message.seq(), message.id(), message.at(), body);
    }

    private static Buffer welcome(Welcome welcome) {
        JsonBytes json = new JsonBytes(512);
        json.raw(ascii("{\"t\":\"welcome\",\"user\":")).string(welcome.user());
        json.raw(ascii(",\"device\":")).string(welcome.device());
        json.raw(ascii(",\"session\":")).string(welcome.session());
        json.raw(ascii(",\"node\":")).string(welcome.node());
        json.raw(ascii(",\"resumed\":")).bool(welcome.resumed());
        json.raw(ascii(",\"position\":{\"epoch\":")).string(welcome.position().epoch());
        json.raw(SEQ).number(welcome.position().seq()).raw('}');
        json.raw(ascii(",\"pending\":")).number(welcome.pending());
        json.raw(ascii(",\"heartbeatMillis\":")).number(welcome.heartbeatMillis());
        json.raw(ascii(",\"ackWithinMillis\":")).number(welcome.ackWithinMillis());
        json.raw(ascii(",\"keepMillis\":")).number(welcome.keepMillis());
        json.raw(ascii(",\"window\":")).number(welcome.window());
        json.raw(ascii(",\"maxFrameBytes\":")).number(welcome.maxFrameBytes());
        json.raw(ascii(",\"features\":"));
        return strings(json, welcome.features()).raw('}').toBuffer();
    }

    static JsonBytes strings(JsonBytes json, List<String> strings) {
        json.raw('[');
        for (int i = 0; i < strings.size(); i++) {
            (i == 0 ? json : json.raw(',')).string(strings.get(i));
        }
        return json.raw(']');
    }

    private static Buffer replyError(ReplyError error) {
        JsonBytes json = reply(error.ref()).raw(ascii(",\"error\":{\"code\":")).string(error.code());
        return json.raw(ascii(",\"message\":"))
                .string(error.message())
                .raw(ascii("}}"))
                .toBuffer();
    }

    private static JsonBytes reply(String ref) {
        return new JsonBytes(REST + ref.length())
                .raw(ascii("{\"t\":\"reply\",\"ref\":"))
                .string(ref);
    }

    private static Buffer goodbye(Goodbye goodbye) {
        JsonBytes json = new JsonBytes(REST + goodbye.reason().length());
        json.raw(ascii("{\"t\":\"goodbye\",\"code\":")).number(goodbye.code());
        json.raw(ascii(",\"reason\":")).string(goodbye.reason());
        Long retryAfterMillis = goodbye.retryAfterMillis();
        if (retryAfterMillis != null) {
            json.raw(ascii(",\"retryAfterMillis\":")).number(retryAfterMillis);
        }
        return json.raw('}').toBuffer();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
