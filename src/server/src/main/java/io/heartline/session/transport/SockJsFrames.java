package io.heartline.session.transport;

import io.heartline.protocol.CloseCode;
import io.heartline.protocol.internal.JsonBytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The frames of the SockJS protocol 0.3.3, as texts. */
final class SockJsFrames {
    static final String OPEN = "o";
    static final String HEARTBEAT = "h";
    static final String BUSY = "c[2010,\"Another connection still open\"]";
    static final String OVER = "c[3000,\"Go away!\"]";

    /** The interval of heartbeats on an idle connection: browsers and proxies close one that is silent for longer. */
    static final long HEARTBEAT_MILLIS = 25_000;

    private SockJsFrames() {}

    static String close(CloseCode code) {
        return "c[" + code.code() + ",\"" + code.name() + "\"]";
    }

    /** Encodes messages to the client. */
    static String messages(List<String> texts) {
        JsonBytes json = new JsonBytes(64).raw('a').raw('[');
        for (int i = 0; i < texts.size(); i++) {
            (i == 0 ? json : json.raw(',')).string(texts.get(i));
        }
        return json.raw(']').toBuffer().toString();
    }

    /** Decodes messages of the client, one string or a list of strings; null if the frame is neither. */
    static @Nullable List<String> texts(Buffer frame) {
        try {
            Object value = frame.length() == 0 ? new JsonArray() : Json.decodeValue(frame);
            if (value instanceof String text) {
                return List.of(text);
            }
            boolean strings = value instanceof JsonArray array && array.stream().allMatch(String.class::isInstance);
            return strings
                    ? ((JsonArray) value).stream().map(String.class::cast).toList()
                    : null;
        } catch (DecodeException e) {
            return null;
        }
    }
}
