package io.heartline.protocol.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.ClientFrame.Ack;
import io.heartline.protocol.ClientFrame.Bye;
import io.heartline.protocol.ClientFrame.Hello;
import io.heartline.protocol.ClientFrame.Ping;
import io.heartline.protocol.ClientFrame.Pong;
import io.heartline.protocol.ClientFrame.Send;
import io.heartline.protocol.WirePosition;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Writes client frames as JSON, with the fields in the order of PROTOCOL.md. Absent fields are left out. */
public final class ClientFrameWriter {
    private static final Buffer PING = Buffer.buffer("{\"t\":\"ping\"}");
    private static final Buffer PONG = Buffer.buffer("{\"t\":\"pong\"}");
    private static final Buffer BYE = Buffer.buffer("{\"t\":\"bye\"}");

    private ClientFrameWriter() {}

    /** Writes one frame. */
    public static Buffer write(ClientFrame frame) {
        if (frame instanceof Ack ack) {
            return named("ack")
                    .raw(ascii(",\"seq\":"))
                    .number(ack.seq())
                    .raw('}')
                    .toBuffer();
        } else if (frame instanceof Ping) {
            return PING;
        } else if (frame instanceof Pong) {
            return PONG;
        } else if (frame instanceof Bye) {
            return BYE;
        } else if (frame instanceof Send send) {
            return send(send);
        }
        return hello((Hello) frame);
    }

    private static Buffer send(Send send) {
        JsonBytes json = named("send");
        string(json, "ref", send.ref());
        string(json, "to", send.to());
        json.raw(ascii(",\"body\":"));
        return json.appendTo(Buffer.buffer(json.length() + send.body().length() + 1))
                .appendBuffer(send.body())
                .appendByte((byte) '}');
    }

    private static Buffer hello(Hello hello) {
        JsonBytes json = named("hello");
        string(json, "token", hello.token());
        string(json, "user", hello.user());
        string(json, "device", hello.device());
        number(json, "attempt", hello.attempt());
        number(json, "keepMillis", hello.keepMillis());
        WirePosition position = hello.position();
        if (position != null) {
            json.raw(ascii(",\"position\":{\"epoch\":")).string(position.epoch());
            json.raw(ascii(",\"seq\":")).number(position.seq()).raw('}');
        }
        if (!hello.features().isEmpty()) {
            ServerFrameWriter.strings(json.raw(ascii(",\"features\":")), hello.features());
        }
        return json.raw('}').toBuffer();
    }

    private static JsonBytes named(String kind) {
        return new JsonBytes(256).raw(ascii("{\"t\":\"" + kind + "\""));
    }

    private static void string(JsonBytes json, String name, @Nullable String value) {
        if (value != null) {
            json.raw(ascii(",\"" + name + "\":")).string(value);
        }
    }

    private static void number(JsonBytes json, String name, long value) {
        if (value != Hello.UNSAID) {
            json.raw(ascii(",\"" + name + "\":")).number(value);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
