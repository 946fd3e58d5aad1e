package io.heartline.client.internal;

import io.heartline.protocol.MalformedJson;
import io.heartline.protocol.internal.JsonSlice;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Checks the arguments of a request to a service: the server ends the connection of a client that sends wrong ones. */
public final class RequestArguments {
    private RequestArguments() {}

    /** Throws {@link IllegalArgumentException} if this is no name of a service. */
    public static void checkService(@Nullable String to) {
        if (to == null || to.isEmpty() || !StandardCharsets.UTF_8.newEncoder().canEncode(to)) {
            throw new IllegalArgumentException("to must be the name of a service: " + to);
        }
    }

    /** JSON of a body; throws {@link IllegalArgumentException} if it is none, or is nested too deep. */
    public static Buffer body(@Nullable Object body) {
        try {
            Buffer json = body instanceof Buffer text ? text : Json.encodeToBuffer(body);
            Buffer checked = JsonSlice.of(json.getBytes()).buffer();
            // The frame is one more value around it.
            JsonSlice.of(
                    Buffer.buffer("[").appendBuffer(checked).appendString("]").getBytes());
            return checked;
        } catch (MalformedJson | EncodeException | StackOverflowError fault) {
            throw new IllegalArgumentException("the body is no JSON value, or nested deeper than 511 values", fault);
        }
    }
}
