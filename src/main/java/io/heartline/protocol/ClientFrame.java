package io.heartline.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client says. */
public sealed interface ClientFrame {
    /**
     * The first frame.
     *
     * @param attempt -1 where the client sent none
     * @param keepMillis -1 where the client sent none
     */
    record Hello(
            @Nullable String token,
            @Nullable String user,
            @Nullable String device,
            long attempt,
            long keepMillis,
            @Nullable WirePosition position,
            List<String> features)
            implements ClientFrame {}

    /** Everything up to {@code seq} is finished on this device. */
    record Ack(long seq) implements ClientFrame {}

    record Ping() implements ClientFrame {}

    record Pong() implements ClientFrame {}

    /**
     * A request to a service.
     *
     * @param body the JSON text, byte for byte
     */
    record Send(String ref, String to, Buffer body) implements ClientFrame {}

    /** This device is done. */
    record Bye() implements ClientFrame {}
}
