package io.heartline.protocol.internal;

import io.heartline.protocol.ClientFrame;
import io.heartline.protocol.ClientFrame.Ack;
import io.heartline.protocol.ClientFrame.Bye;
import io.heartline.protocol.ClientFrame.Hello;
import io.heartline.protocol.ClientFrame.Ping;
import io.heartline.protocol.ClientFrame.Pong;
import io.heartline.protocol.ClientFrame.Send;
import io.heartline.protocol.CloseCode;
import io.heartline.protocol.MalformedJson;
import io.heartline.protocol.Names;
import io.heartline.protocol.ProtocolViolation;
import io.heartline.protocol.WirePosition;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads client frames, from bytes that are known to be UTF-8. */
public final class ClientFrameReader {
    /** The largest integer that every client can hold exactly. */
    private static final long MOST = (1L << 53) - 1;

    private static final long MOST_KEEP_MILLIS = Duration.ofDays(30).toMillis();
    private static final int MOST_NAME = 128;
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private ClientFrameReader() {}

    /** Reads one frame; throws {@link ProtocolViolation} or {@link MalformedJson} if it is none. */
    public static ClientFrame read(byte[] json) {
        JsonFields fields = JsonFields.readUtf8(json);
        String kind = fields.required("t", fields.string("t"));
        return switch (kind) {
            case "ack" -> ack(fields.of("ack"));
            case "ping" -> new Ping();
            case "pong" -> new Pong();
            case "send" -> send(fields.of("send"));
            case "hello" -> hello(fields.of("hello"));
            case "bye" -> new Bye();
            default -> throw fields.fault("t", "must be one of hello, ack, ping, pong, send, bye");
        };
    }

    private static Ack ack(JsonFields ack) {
        return new Ack(ack.required("seq", ack.wholeNumber("seq", 0, MOST)));
    }

    private static Send send(JsonFields send) {
        String ref = send.required("ref", send.string("ref"));
        if (ref.isEmpty() || ref.length() > MOST_NAME) {
            throw send.fault("ref", "must be 1-" + MOST_NAME + " characters");
        }
        String to = send.required("to", send.string("to"));
        JsonSlice body = send.slice("body");
        return new Send(ref, to, body == null ? Buffer.buffer(NULL) : body.buffer());
    }

    private static Hello hello(JsonFields hello) {
        return new Hello(
                token(hello),
                user(hello),
                device(hello),
                orUnsaid(hello.wholeNumber("attempt", 0, MOST)),
                Math.min(MOST_KEEP_MILLIS, orUnsaid(hello.wholeNumber("keepMillis", 0, MOST))),
                position(hello.object("position")),
                features(hello.strings("features")));
    }

    /** A token that can't be one is no way in; the client need not come back with it. */
    private static @Nullable String token(JsonFields hello) {
        try {
            return hello.string("token");
        } catch (MalformedJson notText) {
            throw new ProtocolViolation(CloseCode.UNAUTHORIZED, String.valueOf(notText.getMessage()));
        }
    }

    private static @Nullable String user(JsonFields hello) {
        String user = hello.string("user");
        if (user != null && !Names.isUser(user)) {
            throw hello.fault("user", Names.USER_RULE);
        }
        return user;
    }

    private static @Nullable String device(JsonFields hello) {
        String device = hello.string("device");
        if (device != null && !Names.isDevice(device)) {
            throw hello.fault("device", Names.DEVICE_RULE);
        }
        return device;
    }

    private static @Nullable WirePosition position(@Nullable JsonFields position) {
        if (position == null) {
            return null;
        }
        String epoch = position.required("epoch", position.string("epoch"));
        if (epoch.isEmpty() || epoch.length() > MOST_NAME) {
            throw position.fault("epoch", "must be 1-" + MOST_NAME + " characters");
        }
        return new WirePosition(epoch, position.required("seq", position.wholeNumber("seq", 0, MOST)));
    }

    private static List<String> features(@Nullable List<String> features) {
        return features == null ? List.of() : List.copyOf(features);
    }

    private static long orUnsaid(@Nullable Long number) {
        return number == null ? Hello.UNSAID : number;
    }
}
