package io.heartline.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the server says; messages, which many sessions share, are encoded by {@link FrameCodec#message} instead. */
public sealed interface ServerFrame {
    record Welcome(
            String user,
            String device,
            String session,
            String node,
            boolean resumed,
            WirePosition position,
            int pending,
            long heartbeatMillis,
            long ackWithinMillis,
            long keepMillis,
            int window,
            int maxFrameBytes,
            List<String> features)
            implements ServerFrame {}

    record Ping() implements ServerFrame {}

    record Pong() implements ServerFrame {}

    /** A service's answer; {@code body} is JSON text. */
    record Reply(String ref, Buffer body) implements ServerFrame {}

    record ReplyError(String ref, String code, String message) implements ServerFrame {}

    /** The last frame before the server closes; {@code retryAfterMillis} is null where the client is not asked to wait. */
    record Goodbye(CloseCode code, String reason, @Nullable Long retryAfterMillis) implements ServerFrame {}
}
